package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.retrieval.RetrievalResult;

/**
 * A part of a task in which documents are ranked, by searching the corpus or by ordering candidates.
 *
 * @param prefix of the queries' ids in samples, the split and the subset where the task has several:
 *     {@code de/}
 * @param dataset queries, corpus, judgements
 * @param result what was found, rankings included
 */
public record SearchedPart(String prefix, RetrievalDataset dataset, RetrievalResult result) {

    /** The same with the beginnings of the rankings. */
    public SearchedPart first(int depth) {
        return new SearchedPart(prefix, dataset, result.first(depth));
    }
}

package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.lines.Dropped;
import dev.gemmatune.model.Count;
import java.util.List;

/**
 * Queries, the corpus in which their answers are looked for, and the judgements.
 *
 * @param name the data set's name, also that of its result file
 * @param split which judgements: {@code test}, {@code dev}
 * @param corpus all documents, in the order of the file
 * @param queries the queries that have judgements, in the order of the file
 * @param qrels the judgements
 * @param dropped what lenient reading left out
 */
public record RetrievalDataset(
        String name, String split, List<Document> corpus, List<Query> queries, Qrels qrels, Dropped dropped) {

    /** Copies the lists. */
    public RetrievalDataset {
        corpus = List.copyOf(corpus);
        queries = List.copyOf(queries);
    }

    /** A data set that was not read from a file. */
    public RetrievalDataset(String name, List<Document> corpus, List<Query> queries, Qrels qrels) {
        this(name, "test", corpus, queries, qrels, Dropped.NONE);
    }

    /** Its size in words. */
    public String describe() {
        return Count.of(queries.size(), "queries") + ", " + Count.of(corpus.size(), "documents") + ", "
                + Count.of(qrels.size(), "judgements");
    }
}

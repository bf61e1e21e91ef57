package dev.gemmatune.eval.bm25;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.metrics.Aggregate;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * BM25 on a retrieval data set: the floor under a model's scores. Title and text are one field, as in the "flat" BM25 of
 * Anserini's BEIR runs; a query is the disjunction of its words.
 *
 * @param dataset queries, corpus, judgements
 * @param settings of BM25; {@link Bm25Settings#BEIR} for numbers that compare with papers
 * @param options cut-offs, depth, and whether documents with the query's id are taken away; threads are not used
 */
public record Bm25Evaluation(RetrievalDataset dataset, Bm25Settings settings, RetrievalOptions options) {

    /**
     * What was found.
     *
     * @param metrics over all queries, rounded as mteb rounds them, with the names of {@link Aggregate}
     * @param perQuery from query ids to metrics, not rounded
     * @param run from query ids to rankings in trec_eval's order, for {@link dev.gemmatune.eval.trec.RunFile}
     */
    public record Found(
            Map<String, Double> metrics, Map<String, Map<String, Double>> perQuery, Map<String, Ranking> run) {}

    /** The name of the data and the method, for tables: {@code finance/dev, BM25}. */
    public String name() {
        return dataset.name() + "/" + dataset.split() + ", BM25";
    }

    /**
     * Indexes the corpus in memory, searches and judges. A query without a single word, or whose words no document has,
     * finds nothing and scores 0.
     */
    public Found run(Progress progress) {
        Map<String, Ranking> run = search(progress);
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(dataset.qrels().byQuery(), run, options.cutoffs());
        return new Found(Aggregate.of(perQuery, run, options.cutoffs()), perQuery, run);
    }

    private Map<String, Ranking> search(Progress progress) {
        try (Bm25Writer writer = Bm25Writer.inMemory(settings)) {
            int added = 0;
            for (Document document : dataset.corpus()) {
                writer.add(document.id(), document.text());
                progress.update("indexing", ++added, dataset.corpus().size());
            }
            try (Bm25Index index = writer.finish()) {
                Map<String, Ranking> run = new LinkedHashMap<>();
                for (Query query : dataset.queries()) {
                    Ranking found = index.search(query.text(), options.depth());
                    run.put(query.id(), options.ignoreIdenticalIds() ? found.without(query.id()) : found);
                    progress.update("searching", run.size(), dataset.queries().size());
                }
                return run;
            }
        }
    }
}

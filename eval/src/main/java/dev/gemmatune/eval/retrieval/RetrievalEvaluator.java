package dev.gemmatune.eval.retrieval;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.embeddings.Dimensions;
import dev.gemmatune.eval.embeddings.Embeddings;
import dev.gemmatune.eval.metrics.Aggregate;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.model.TextEmbedder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Embeds queries and corpus once, searches at every dimension, and judges what is found. */
public final class RetrievalEvaluator {

    private RetrievalEvaluator() {}

    /**
     * Evaluates a model.
     *
     * @param dataset queries, corpus, judgements
     * @param embedder the model
     * @param prompts put before queries and documents
     * @param dimensions at which to evaluate; none means the model's own
     * @param options how
     * @param progress is told how many texts are embedded
     * @throws dev.gemmatune.model.UserError if a dimension is larger than the model's, or if an embedding is not finite
     */
    public static RetrievalResult evaluate(
            RetrievalDataset dataset,
            TextEmbedder embedder,
            RetrievalPrompts prompts,
            List<Integer> dimensions,
            RetrievalOptions options,
            Progress progress) {
        List<Integer> checked = Dimensions.checked(dimensions, embedder.dimension());
        long start = System.nanoTime();
        List<String> queryTexts = dataset.queries().stream().map(Query::text).toList();
        float[][] queries = Embeddings.of(embedder, queryTexts, prompts.query(), "queries", progress);
        long queriesDone = System.nanoTime();
        List<String> texts = dataset.corpus().stream().map(Document::text).toList();
        float[][] documents = Embeddings.of(embedder, texts, prompts.document(), "documents", progress);
        long documentsDone = System.nanoTime();
        List<String> ids = dataset.corpus().stream().map(Document::id).toList();
        Map<Integer, List<Hits>> hits =
                new ExactSearch(options.depth(), options.threads()).search(queries, documents, ids, checked);
        long searchDone = System.nanoTime();
        Map<Precision, RetrievalResult.Quantized> quantized = options.quantization()
                        .precisions()
                        .isEmpty()
                ? Map.of()
                : new QuantizedEvaluation(
                                options.quantization(),
                                new CodeSearch(
                                        options.depth(), options.quantization().candidates(), options.threads()),
                                IdOrder.of(ids))
                        .evaluate(queries, documents, checked, ofQueries -> judge(dataset, ids, ofQueries, options));
        Optional<RetrievalResult.Index> index = options.index()
                .map(settings -> new RetrievalResult.Index(
                        settings,
                        new IndexedEvaluation(settings, options.depth(), options.threads(), IdOrder.of(ids), progress)
                                .evaluate(
                                        queries,
                                        documents,
                                        hits,
                                        ofQueries -> judge(dataset, ids, ofQueries, options))));
        Map<Integer, RetrievalResult.AtDimension> found = new LinkedHashMap<>();
        hits.forEach((dimension, ofQueries) -> found.put(dimension, judge(dataset, ids, ofQueries, options)));
        RetrievalResult.Timing timing = new RetrievalResult.Timing(
                seconds(start, queriesDone),
                seconds(queriesDone, documentsDone),
                seconds(documentsDone, searchDone),
                seconds(searchDone, System.nanoTime()));
        return new RetrievalResult(dataset.name(), dataset.split(), found, quantized, index, timing);
    }

    private static RetrievalResult.AtDimension judge(
            RetrievalDataset dataset, List<String> ids, List<Hits> hits, RetrievalOptions options) {
        Map<String, Ranking> run = new LinkedHashMap<>();
        for (int i = 0; i < hits.size(); i++) {
            String query = dataset.queries().get(i).id();
            Ranking ranking = ranking(hits.get(i), ids);
            run.put(query, options.ignoreIdenticalIds() ? ranking.without(query) : ranking);
        }
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(dataset.qrels().byQuery(), run, options.cutoffs());
        return new RetrievalResult.AtDimension(
                Aggregate.of(perQuery, run, options.cutoffs()), perQuery, options.keepRuns() ? run : Map.of());
    }

    private static Ranking ranking(Hits hits, List<String> ids) {
        String[] documents = new String[hits.documents().length];
        double[] scores = new double[documents.length];
        for (int i = 0; i < documents.length; i++) {
            documents[i] = ids.get(hits.documents()[i]);
            scores[i] = hits.scores()[i];
        }
        return Ranking.of(documents, scores);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}

package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.tasks.TaskData;
import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.embeddings.Embeddings;
import dev.gemmatune.eval.metrics.Aggregate;
import dev.gemmatune.eval.metrics.InstructionChange;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.metrics.Robustness;
import dev.gemmatune.eval.metrics.Subqueries;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.reranking.CandidateScores;
import dev.gemmatune.eval.retrieval.QuerySamples;
import dev.gemmatune.eval.retrieval.RetrievalEvaluator;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Retrieval and its relatives: reranking, and retrieval by instructions.
 *
 * @param description the task
 * @param texts embeds them
 * @param dimensions at which to judge
 * @param options of the search
 * @param found is told of every ranking
 */
record SearchEvaluation(
        TaskDescription description,
        EmbeddedTexts texts,
        List<Integer> dimensions,
        RetrievalOptions options,
        BiConsumer<RetrievalDataset, RetrievalResult> found) {

    private static final String MERGED = "max_over_subqueries_";
    private static final String P_MRR = "p-MRR";
    private static final int ROBUSTNESS_CUTOFF = 10;
    private static final double NANOS = 1e9;

    JudgedPart of(TaskData.Search data) {
        RetrievalResult result = data.candidates().isEmpty() ? searched(data) : ranked(data);
        found.accept(data.dataset(), result);
        Map<Precision, Map<Integer, Judged>> byPrecision = new LinkedHashMap<>();
        result.byPrecision().forEach((precision, byDimension) -> {
            Map<Integer, Judged> judged = new LinkedHashMap<>();
            byDimension.forEach((dimension, at) -> judged.put(dimension, judged(data, at)));
            byPrecision.put(precision, judged);
        });
        Map<Integer, IndexScores.AtDimension> index = new LinkedHashMap<>();
        result.index()
                .ifPresent(approximate -> approximate
                        .byDimension()
                        .forEach((dimension, indexed) -> index.put(dimension, scores(data, indexed))));
        return new JudgedPart(byPrecision, index);
    }

    private IndexScores.AtDimension scores(TaskData.Search data, RetrievalResult.Indexed indexed) {
        return new IndexScores.AtDimension(judged(data, indexed.found()).metrics(), indexed.facts());
    }

    private RetrievalResult searched(TaskData.Search data) {
        RetrievalOptions own = new RetrievalOptions(
                options.cutoffs(),
                options.depth(),
                options.threads(),
                description.rules().ignoreIdenticalIds() || options.ignoreIdenticalIds(),
                true,
                options.quantization(),
                options.index());
        return RetrievalEvaluator.evaluate(
                data.dataset(), texts.embedder(), texts.prompts(), dimensions, own, texts.progress());
    }

    /** Candidates in the order of their similarity, which is exact in every option. */
    private RetrievalResult ranked(TaskData.Search data) {
        RetrievalDataset dataset = data.dataset();
        long start = System.nanoTime();
        float[][] queries = Embeddings.of(
                texts.embedder(),
                dataset.queries().stream().map(Query::text).toList(),
                texts.prompts().query(),
                "queries",
                texts.progress());
        long embeddingDocuments = System.nanoTime();
        float[][] documents = Embeddings.of(
                texts.embedder(),
                dataset.corpus().stream().map(Document::text).toList(),
                texts.prompts().document(),
                "documents",
                texts.progress());
        Map<String, float[]> byId = new LinkedHashMap<>();
        for (int i = 0; i < documents.length; i++) {
            byId.put(dataset.corpus().get(i).id(), documents[i]);
        }
        long judging = System.nanoTime();
        Map<Integer, RetrievalResult.AtDimension> byDimension = new LinkedHashMap<>();
        for (int dimension : dimensions) {
            Map<String, Ranking> run = new LinkedHashMap<>();
            for (int i = 0; i < queries.length; i++) {
                String query = dataset.queries().get(i).id();
                List<String> candidates = data.candidates().getOrDefault(query, List.of());
                Ranking ranking = CandidateScores.rank(queries[i], candidates, byId, dimension);
                run.put(query, description.rules().ignoreIdenticalIds() ? ranking.without(query) : ranking);
            }
            Map<String, Map<String, Double>> perQuery =
                    RetrievalMetrics.perQuery(dataset.qrels().byQuery(), run, options.cutoffs());
            byDimension.put(
                    dimension,
                    new RetrievalResult.AtDimension(Aggregate.of(perQuery, run, options.cutoffs()), perQuery, run));
        }
        RetrievalResult.Timing timing = new RetrievalResult.Timing(
                (embeddingDocuments - start) / NANOS,
                (judging - embeddingDocuments) / NANOS,
                0,
                (System.nanoTime() - judging) / NANOS);
        return new RetrievalResult(dataset.name(), dataset.split(), byDimension, Map.of(), Optional.empty(), timing);
    }

    private Judged judged(TaskData.Search data, RetrievalResult.AtDimension at) {
        Map<String, Ranking> run = at.run();
        Map<String, Map<String, Double>> perQuery = at.perQuery();
        Judged judged = new Judged(
                new LinkedHashMap<>(at.metrics()),
                new LinkedHashMap<>(QuerySamples.of(perQuery, description.mainScore())));
        if (description.mainScore().startsWith(MERGED)) {
            addMerged(Subqueries.merge(data.dataset().qrels().byQuery(), run), judged);
        }
        if (description.type() == TaskType.INSTRUCTION_RETRIEVAL) {
            String name = "robustness_at_" + ROBUSTNESS_CUTOFF;
            judged.metrics().put(name, Robustness.at(ROBUSTNESS_CUTOFF, perQuery));
            judged.withMean(name, "groups of queries", Robustness.ofGroups(ROBUSTNESS_CUTOFF, perQuery));
        }
        if (description.type() == TaskType.INSTRUCTION_RERANKING) {
            judged.metrics().put(P_MRR, InstructionChange.pMrr(run, data.changed()));
            judged.withMean(P_MRR, QuerySamples.ITEMS, InstructionChange.ofQueries(run, data.changed()));
        }
        return judged;
    }

    private void addMerged(Subqueries merged, Judged judged) {
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(merged.qrels(), merged.run(), options.cutoffs());
        Aggregate.of(perQuery, merged.run(), options.cutoffs())
                .forEach((name, value) -> judged.metrics().put(MERGED + name, value));
        String main = description.mainScore().substring(MERGED.length());
        Optional.ofNullable(QuerySamples.of(perQuery, main).get(main))
                .ifPresent(sample -> judged.samples().put(MERGED + main, sample));
    }
}

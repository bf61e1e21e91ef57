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
import dev.gemmatune.eval.quantized.Quantization;
import dev.gemmatune.eval.reranking.CandidateScores;
import dev.gemmatune.eval.retrieval.QuerySamples;
import dev.gemmatune.eval.retrieval.RetrievalEvaluator;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Retrieval and its relatives: reranking, and retrieval by instructions.
 *
 * @param description the task
 * @param texts embeds them
 * @param dimensions at which to judge
 * @param options of the search
 */
record SearchEvaluation(
        TaskDescription description, EmbeddedTexts texts, List<Integer> dimensions, RetrievalOptions options) {

    private static final String MERGED = "max_over_subqueries_";
    private static final String P_MRR = "p-MRR";
    private static final int ROBUSTNESS_CUTOFF = 10;

    Map<Integer, Judged> of(TaskData.Search data) {
        Map<Integer, Judged> metrics = new LinkedHashMap<>();
        if (data.candidates().isEmpty()) {
            RetrievalResult result = searched(data);
            result.byDimension().forEach((dimension, found) -> metrics.put(dimension, judged(data, found.run())));
            result.index()
                    .ifPresent(index -> index.byDimension()
                            .forEach((dimension, indexed) -> metrics.computeIfPresent(
                                    dimension, (same, exact) -> exact.withIndex(scores(data, indexed)))));
        } else {
            ranked(data).forEach((dimension, run) -> metrics.put(dimension, judged(data, run)));
        }
        return metrics;
    }

    private IndexScores.AtDimension scores(TaskData.Search data, RetrievalResult.Indexed indexed) {
        return new IndexScores.AtDimension(judged(data, indexed.found().run()).metrics(), indexed.facts());
    }

    private RetrievalResult searched(TaskData.Search data) {
        RetrievalOptions own = new RetrievalOptions(
                options.cutoffs(),
                options.depth(),
                options.threads(),
                description.rules().ignoreIdenticalIds() || options.ignoreIdenticalIds(),
                true,
                Quantization.NONE,
                options.index());
        return RetrievalEvaluator.evaluate(
                data.dataset(), texts.embedder(), texts.prompts(), dimensions, own, texts.progress());
    }

    private Map<Integer, Map<String, Ranking>> ranked(TaskData.Search data) {
        RetrievalDataset dataset = data.dataset();
        float[][] queries = Embeddings.of(
                texts.embedder(),
                dataset.queries().stream().map(Query::text).toList(),
                texts.prompts().query(),
                "queries",
                texts.progress());
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
        Map<Integer, Map<String, Ranking>> runs = new LinkedHashMap<>();
        for (int dimension : dimensions) {
            Map<String, Ranking> run = new LinkedHashMap<>();
            for (int i = 0; i < queries.length; i++) {
                String query = dataset.queries().get(i).id();
                List<String> candidates = data.candidates().getOrDefault(query, List.of());
                Ranking ranking = CandidateScores.rank(queries[i], candidates, byId, dimension);
                run.put(query, description.rules().ignoreIdenticalIds() ? ranking.without(query) : ranking);
            }
            runs.put(dimension, run);
        }
        return runs;
    }

    private Judged judged(TaskData.Search data, Map<String, Ranking> run) {
        Map<String, Map<String, Integer>> qrels = data.dataset().qrels().byQuery();
        Map<String, Map<String, Double>> perQuery = RetrievalMetrics.perQuery(qrels, run, options.cutoffs());
        Judged judged = new Judged(
                new LinkedHashMap<>(Aggregate.of(perQuery, run, options.cutoffs())),
                new LinkedHashMap<>(QuerySamples.of(perQuery, description.mainScore())));
        if (description.mainScore().startsWith(MERGED)) {
            addMerged(Subqueries.merge(qrels, run), judged);
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

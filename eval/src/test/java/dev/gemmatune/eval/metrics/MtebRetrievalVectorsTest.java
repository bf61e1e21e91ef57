package dev.gemmatune.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MtebRetrievalVectorsTest {

    private static final Map<String, String> NAMES = Map.of(
            "P_", "precision_at_",
            "recall_", "recall_at_",
            "ndcg_cut_", "ndcg_at_",
            "map_cut_", "map_at_",
            "success_", "hit_rate_at_",
            "rr_", "mrr_at_");

    @ParameterizedTest
    @ValueSource(strings = {"graded_ties_edge_cases", "graded_ties_edge_cases_keep_self", "core5"})
    void everyQueryAgreesToTheNinthDigit(String name) {
        JsonObject vector = MtebVectors.group("retrieval").getAsJsonObject(name);
        Map<String, Map<String, Double>> found =
                RetrievalMetrics.perQuery(MtebVectors.qrels(vector), run(vector), RetrievalMetrics.CUTOFFS);
        JsonObject expected = vector.getAsJsonObject("expected_per_query");
        assertEquals(expected.keySet(), found.keySet());
        for (String query : expected.keySet()) {
            Map<String, Double> numbers = MtebVectors.numbers(expected.getAsJsonObject(query));
            assertEquals(42, numbers.size());
            numbers.forEach((metric, value) ->
                    assertEquals(value, found.get(query).get(ourName(metric)), 1e-9, query + " " + metric));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"graded_ties_edge_cases", "graded_ties_edge_cases_keep_self", "core5"})
    void aggregatesAgreeToTheirPrintedDigits(String name) {
        JsonObject vector = MtebVectors.group("retrieval").getAsJsonObject(name);
        Map<String, Ranking> run = run(vector);
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(MtebVectors.qrels(vector), run, RetrievalMetrics.CUTOFFS);
        assertAggregates(
                MtebVectors.numbers(vector.getAsJsonObject("expected_scores")),
                Aggregate.of(perQuery, run, RetrievalMetrics.CUTOFFS));
    }

    @Test
    void subqueriesAreMergedByTheirBestScores() {
        JsonObject vector = MtebVectors.group("retrieval").getAsJsonObject("max_over_subqueries");
        Subqueries merged = Subqueries.merge(MtebVectors.qrels(vector), MtebVectors.run(vector));
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(merged.qrels(), merged.run(), RetrievalMetrics.CUTOFFS);
        Map<String, Double> found = new LinkedHashMap<>();
        Aggregate.of(perQuery, merged.run(), RetrievalMetrics.CUTOFFS)
                .forEach((metric, value) -> found.put("max_over_subqueries_" + metric, value));
        assertAggregates(MtebVectors.numbers(vector.getAsJsonObject("expected")), found);
    }

    @Test
    void rankingsOfCandidatesAgree() {
        JsonObject vector = MtebVectors.group("reranking");
        Map<String, Ranking> run = MtebVectors.run(vector);
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(MtebVectors.qrels(vector), run, RetrievalMetrics.CUTOFFS);
        Map<String, Double> found = Aggregate.of(perQuery, run, RetrievalMetrics.CUTOFFS);
        Map<String, Double> expected = MtebVectors.numbers(vector.getAsJsonObject("expected"));
        assertEquals(expected.remove("main_score"), found.get("map_at_1000"));
        assertEquals(43, expected.size());
        expected.forEach((metric, value) -> assertEquals(value, found.get(metric), 1e-9, metric));
    }

    @Test
    void pMrrAndTheScoresOfBothInstructionsAgree() {
        JsonObject vector = MtebVectors.group("retrieval").getAsJsonObject("p_mrr");
        Map<String, Ranking> run = MtebVectors.run(vector);
        Map<String, List<String>> changed = new LinkedHashMap<>();
        vector.getAsJsonObject("changed_qrels")
                .entrySet()
                .forEach(entry -> changed.put(entry.getKey(), MtebVectors.strings(entry.getValue())));
        Map<String, Double> expected = MtebVectors.numbers(vector.getAsJsonObject("expected"));
        assertEquals(expected.get("p-MRR"), InstructionChange.pMrr(run, changed), 1e-12);
        for (String instruction : List.of("og", "changed")) {
            Map<String, Ranking> part = new LinkedHashMap<>(run);
            part.keySet().removeIf(query -> !query.endsWith("-" + instruction));
            Map<String, Map<String, Double>> perQuery =
                    RetrievalMetrics.perQuery(MtebVectors.qrels(vector), part, RetrievalMetrics.CUTOFFS);
            double ndcg = Aggregate.of(perQuery, part, RetrievalMetrics.CUTOFFS).get("ndcg_at_5");
            assertEquals(expected.get(instruction + "_ndcg_at_5"), ndcg, 0.0);
        }
    }

    /** Rounded metrics must be the same numbers; the others may differ in the last bits. */
    private static void assertAggregates(Map<String, Double> expected, Map<String, Double> found) {
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()), "names and order are mteb's");
        expected.forEach((metric, value) -> {
            boolean rounded = !metric.contains("nauc_") && !metric.contains("mrr_at_");
            assertEquals(value, found.get(metric), rounded ? 0.0 : 1e-9, metric);
        });
        assertTrue(expected.size() > 100, "an empty expectation would prove nothing");
    }

    private static Map<String, Ranking> run(JsonObject vector) {
        boolean ignoreIdenticalIds = vector.get("ignore_identical_ids").getAsBoolean();
        Map<String, Ranking> listed = MtebVectors.run(vector);
        Map<String, Ranking> run = new LinkedHashMap<>();
        for (String query : MtebVectors.strings(vector.get("query_order"))) {
            run.put(query, ignoreIdenticalIds ? listed.get(query).without(query) : listed.get(query));
        }
        return run;
    }

    private static String ourName(String theirs) {
        String prefix = NAMES.keySet().stream()
                .filter(theirs::startsWith)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown metric " + theirs));
        return NAMES.get(prefix) + theirs.substring(prefix.length());
    }
}

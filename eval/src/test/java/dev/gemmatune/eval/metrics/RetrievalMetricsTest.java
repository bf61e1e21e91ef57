package dev.gemmatune.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrievalMetricsTest {

    private static final double LOG2_OF_3 = 1.584962500721156;

    @Test
    void metricsAgreeWithAComputationByHand() {
        // Ranks: irrelevant, grade 2, irrelevant, grade 1; a third relevant document is not found.
        Map<String, Double> metrics = RetrievalMetrics.ofQuery(
                Map.of("b", 2, "d", 1, "e", 1), ranking("a", "b", "c", "d"), List.of(1, 2, 4, 10));
        assertEquals(0, metrics.get("ndcg_at_1"));
        assertEquals((2 / LOG2_OF_3) / (2 + 1 / LOG2_OF_3), metrics.get("ndcg_at_2"), 1e-12);
        assertEquals((1 / 2.0) / 3, metrics.get("map_at_2"), 1e-12);
        assertEquals((1 / 2.0 + 2 / 4.0) / 3, metrics.get("map_at_4"), 1e-12);
        assertEquals(2 / 3.0, metrics.get("recall_at_10"), 1e-12);
        assertEquals(2 / 10.0, metrics.get("precision_at_10"), 1e-12, "divided by k though only 4 were found");
        assertEquals(0, metrics.get("mrr_at_1"));
        assertEquals(1 / 2.0, metrics.get("mrr_at_2"));
        assertEquals(0, metrics.get("hit_rate_at_1"));
        assertEquals(1, metrics.get("hit_rate_at_2"));
    }

    @Test
    void equalScoresAreOrderedByIdFalling() {
        Ranking tied = Ranking.of(new String[] {"a", "b"}, new double[] {0.5, 0.5});
        assertEquals(
                0.0, RetrievalMetrics.ofQuery(Map.of("a", 1), tied, List.of(1)).get("recall_at_1"));
        assertEquals(
                1.0, RetrievalMetrics.ofQuery(Map.of("b", 1), tied, List.of(1)).get("recall_at_1"));
    }

    @Test
    void scoresThatDifferOnlyInDoublePrecisionTieEverywhereButInMrr() {
        Ranking close = Ranking.of(new String[] {"a", "b"}, new double[] {0.10000000001, 0.1});
        Map<String, Double> metrics = RetrievalMetrics.ofQuery(Map.of("a", 1), close, List.of(1));
        assertEquals(0.0, metrics.get("ndcg_at_1"));
        assertEquals(1.0, metrics.get("mrr_at_1"));
    }

    @Test
    void zeroAndNegativeZeroTie() {
        Ranking zeros = Ranking.of(new String[] {"a", "c", "b"}, new double[] {0.0, -0.0, -1e-60});
        assertEquals(
                List.of("c", "b", "a"), List.copyOf(zeros.byFloat32().asMap().keySet()));
        assertEquals(
                List.of("c", "a", "b"), List.copyOf(zeros.byFloat64().asMap().keySet()));
    }

    @Test
    void aQueryWithoutRelevantDocumentsScoresZero() {
        RetrievalMetrics.ofQuery(Map.of("a", 0, "b", -1), ranking("a", "b"), List.of(1, 10))
                .forEach((name, value) -> assertEquals(0.0, value, name));
    }

    @Test
    void aQueryForWhichNothingWasFoundScoresZero() {
        RetrievalMetrics.ofQuery(Map.of("a", 1), ranking(), List.of(1, 10))
                .forEach((name, value) -> assertEquals(0.0, value, name));
    }

    @Test
    void negativeGradesCountAsZero() {
        Map<String, Double> metrics = RetrievalMetrics.ofQuery(Map.of("a", -3, "b", 1), ranking("a", "b"), List.of(10));
        assertEquals(1 / LOG2_OF_3, metrics.get("ndcg_at_10"), 1e-12);
    }

    @Test
    void queriesWithoutJudgementsAreLeftOut() {
        Map<String, Map<String, Double>> metrics = RetrievalMetrics.perQuery(
                Map.of("q1", Map.of("a", 1), "q3", Map.of("a", 1)),
                Map.of("q1", ranking("a"), "q2", ranking("a")),
                List.of(1));
        assertEquals(java.util.Set.of("q1"), metrics.keySet());
    }

    @Test
    void aCutoffMustBePositive() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RetrievalMetrics.ofQuery(Map.of("a", 1), ranking("a"), List.of(0)));
    }

    @Test
    void meansAreRoundedButThoseOfMrrAreNot() {
        Map<String, Ranking> run = new LinkedHashMap<>();
        run.put("q1", ranking("a"));
        run.put("q2", ranking("x", "y", "a"));
        run.put("q3", ranking("x"));
        Map<String, Map<String, Integer>> qrels =
                Map.of("q1", Map.of("a", 1), "q2", Map.of("a", 1), "q3", Map.of("a", 1));
        List<Integer> cutoffs = List.of(1, 3);
        Map<String, Double> scores = Aggregate.of(RetrievalMetrics.perQuery(qrels, run, cutoffs), run, cutoffs);
        assertEquals(0.33333, scores.get("recall_at_1"));
        assertEquals(0.33333, scores.get("accuracy"));
        assertEquals((1 + 1 / 3.0) / 3, scores.get("mrr_at_3"), 1e-15);
    }

    @Test
    void aggregatesOfNoQueriesAreNotNumbers() {
        Aggregate.of(Map.of(), Map.of(), List.of(1)).forEach((name, value) -> assertTrue(Double.isNaN(value), name));
    }

    private static Ranking ranking(String... documents) {
        double[] scores = new double[documents.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 1.0 - i * 0.125;
        }
        return Ranking.of(documents, scores);
    }
}

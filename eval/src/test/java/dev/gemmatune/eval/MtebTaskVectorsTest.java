package dev.gemmatune.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.bitext.BitextMetrics;
import dev.gemmatune.eval.bitext.NearestSentences;
import dev.gemmatune.eval.metrics.MtebVectors;
import dev.gemmatune.eval.metrics.Robustness;
import dev.gemmatune.eval.pairs.PairClassificationMetrics;
import dev.gemmatune.eval.sts.StsMetrics;
import dev.gemmatune.eval.summarization.SummaryMetrics;
import dev.gemmatune.eval.summarization.SummaryMetrics.RatedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MtebTaskVectorsTest {

    @Test
    void similarityCorrelationsAreMtebs() {
        JsonObject vector = MtebVectors.group("sts");
        assertScores(
                vector,
                StsMetrics.MAIN_METRIC,
                StsMetrics.of(
                        MtebVectors.matrix(vector.get("embeddings1")),
                        MtebVectors.matrix(vector.get("embeddings2")),
                        MtebVectors.doubles(vector.get("gold")),
                        4));
    }

    @Test
    void pairClassificationIsMtebs() {
        JsonObject vector = MtebVectors.group("pair_classification");
        boolean[] together = booleans(MtebVectors.integers(vector.get("labels")));
        assertScores(
                vector,
                PairClassificationMetrics.MAIN_METRIC,
                PairClassificationMetrics.of(
                        MtebVectors.matrix(vector.get("embeddings1")),
                        MtebVectors.matrix(vector.get("embeddings2")),
                        together,
                        4));
    }

    @Test
    void bitextMiningIsMtebs() {
        JsonObject vector = MtebVectors.group("bitext");
        int[] nearest = NearestSentences.find(
                        MtebVectors.matrix(vector.get("embeddings1")),
                        MtebVectors.matrix(vector.get("embeddings2")),
                        List.of(4),
                        1)
                .get(4);
        assertArrayEquals(MtebVectors.integers(vector.get("nearest")), nearest);
        assertScores(vector, BitextMetrics.MAIN_METRIC, BitextMetrics.of(nearest));
    }

    @Test
    void summarizationIsMtebs() {
        JsonObject vector = MtebVectors.group("summarization");
        JsonArray human = vector.getAsJsonArray("human_embeddings_by_text");
        JsonArray machine = vector.getAsJsonArray("machine_embeddings_by_text");
        JsonArray relevance = vector.getAsJsonArray("relevance");
        List<RatedText> texts = new ArrayList<>();
        for (int i = 0; i < human.size(); i++) {
            texts.add(new RatedText(
                    MtebVectors.matrix(human.get(i)),
                    MtebVectors.matrix(machine.get(i)),
                    MtebVectors.doubles(relevance.get(i))));
        }
        assertScores(vector, SummaryMetrics.MAIN_METRIC, SummaryMetrics.of(texts, 4));
    }

    @Test
    void summariesOfEqualRatingLeaveNothingToJudge() {
        RatedText text = new RatedText(new float[][] {{1, 0}}, new float[][] {{1, 0}, {0, 1}}, new double[] {3, 3});
        assertTrue(Double.isNaN(SummaryMetrics.of(List.of(text), 2).get("cosine_spearman")));
    }

    @Test
    void equalSentencesGoToTheFirst() {
        float[][] same = {{1, 0}, {1, 0}, {0, 1}};
        assertArrayEquals(
                new int[] {0, 0, 2},
                NearestSentences.find(same, same, List.of(2), 2).get(2));
    }

    @Test
    void robustnessTakesTheWorstInstructionOfEachQuery() {
        Map<String, Map<String, Double>> perQuery = Map.of(
                "7_a", Map.of("ndcg_at_10", 0.5), "7_b", Map.of("ndcg_at_10", 0.25), "8_a", Map.of("ndcg_at_10", 1.0));
        assertEquals(0.625, Robustness.at(10, perQuery));
        assertTrue(Double.isNaN(Robustness.at(10, Map.of())));
    }

    private static void assertScores(JsonObject vector, String main, Map<String, Double> found) {
        Map<String, Double> expected = MtebVectors.numbers(vector.getAsJsonObject("expected"));
        assertEquals(expected.remove("main_score"), found.get(main), 1e-9);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, value) -> assertEquals(value, found.get(name), 1e-9, name));
    }

    private static boolean[] booleans(int[] values) {
        boolean[] booleans = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            booleans[i] = values[i] == 1;
        }
        return booleans;
    }
}

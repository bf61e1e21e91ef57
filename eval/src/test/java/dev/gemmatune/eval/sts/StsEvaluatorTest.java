package dev.gemmatune.eval.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.training.TrainingExample.ScoredPair;
import dev.gemmatune.eval.KeywordEmbedder;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.embeddings.PairScores;
import dev.gemmatune.eval.metrics.MtebVectors;
import dev.gemmatune.model.UserError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StsEvaluatorTest {

    @Test
    void mtebsVectorsHoldToTheNinthDigit() {
        JsonObject vector = MtebVectors.group("sts");
        float[][] left = matrix(vector.getAsJsonArray("embeddings1"));
        float[][] right = matrix(vector.getAsJsonArray("embeddings2"));
        double[] gold = vector.getAsJsonArray("gold").asList().stream()
                .mapToDouble(value -> value.getAsDouble())
                .toArray();
        Map<String, Double> expected = MtebVectors.numbers(vector.getAsJsonObject("expected"));
        Map<String, Double> found = StsMetrics.of(left, right, gold, 4);
        assertEquals(8, found.size());
        found.forEach((name, value) -> assertEquals(expected.get(name), value, 1e-9, name));
        assertEquals(expected.get("main_score"), found.get(StsMetrics.MAIN_METRIC), 1e-9);
    }

    @Test
    void aModelThatAgreesWithTheGoldScoresGetsOneAtTheFullDimensionOnly() {
        KeywordEmbedder embedder = new KeywordEmbedder("loan", "rate", "fee");
        StsEvaluator evaluator = new StsEvaluator(
                "pairs/dev",
                List.of(
                        new ScoredPair("loan rate", "loan rate", 1.0),
                        new ScoredPair("loan rate", "loan fee", 0.5),
                        new ScoredPair("loan", "fee", 0.0)),
                "compare: ",
                List.of(3, 1));
        Scores scores = evaluator.run(embedder);
        assertEquals("cosine_spearman", scores.primaryMetric());
        assertEquals(1.0, scores.primary(3), 1e-9);
        assertEquals(1.0, scores.value(3, "cosine_pearson"), 1e-6);
        assertEquals(Math.sqrt(0.75), scores.primary(1), 1e-9, "the first two pairs tie there");
        assertEquals(
                List.of("compare: loan rate", "compare: loan fee", "compare: loan", "compare: fee"), embedder.asked());
    }

    @Test
    void aModelThatFindsAllPairsEquallyAlikeHasNoCorrelation() {
        Scores scores = new StsEvaluator(
                        "x", List.of(new ScoredPair("a", "a", 0), new ScoredPair("a", "a", 1)), "", List.of())
                .run(new KeywordEmbedder("a", "b"));
        assertTrue(Double.isNaN(scores.primary()));
    }

    @Test
    void pairsOfOneScoreAreRefused() {
        UserError error = assertThrows(
                UserError.class,
                () -> new StsEvaluator(
                        "x", List.of(new ScoredPair("a", "b", 1), new ScoredPair("a", "c", 1)), "", List.of()));
        assertTrue(error.getMessage().contains("all 2 pairs have the same score"), error.getMessage());
    }

    @Test
    void aVectorOfZerosIsHalfAlikeToAll() {
        // scikit-learn leaves a zero vector as it is, so that the distance to a unit vector is 1.
        assertEquals(0.5f, PairScores.cosine(new float[] {0, 0}, new float[] {3, 4}, 2));
    }

    private static float[][] matrix(JsonArray rows) {
        float[][] matrix = new float[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            JsonArray row = rows.get(i).getAsJsonArray();
            matrix[i] = new float[row.size()];
            for (int j = 0; j < row.size(); j++) {
                matrix[i][j] = row.get(j).getAsFloat();
            }
        }
        return matrix;
    }
}

package dev.gemmatune.eval.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.metrics.MtebVectors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MtebClassificationVectorsTest {

    private static final JsonObject VECTORS = MtebVectors.group("classification");
    private static final float[][] TRAIN = MtebVectors.matrix(VECTORS.get("train_embeddings"));
    private static final int[] TRAIN_LABELS = MtebVectors.integers(VECTORS.get("train_labels"));
    private static final List<int[]> ROWS = Undersampling.rows(TRAIN_LABELS, 8, 10);

    @Test
    void experimentsDrawMtebsRows() {
        JsonArray expected = VECTORS.getAsJsonArray("selected_train_idx_per_experiment");
        assertEquals(10, expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(MtebVectors.integers(expected.get(i)), ROWS.get(i), "experiment " + i);
        }
    }

    @Test
    void logisticRegressionFindsScikitLearnsWeights() {
        LogisticRegression model = fit(ROWS.get(0));
        JsonObject expected = VECTORS.getAsJsonObject("logreg_exp0");
        float[][] weights = MtebVectors.matrix(expected.get("coef"));
        double[] intercepts = MtebVectors.doubles(expected.get("intercept"));
        for (int row = 0; row < weights.length; row++) {
            for (int i = 0; i < weights[row].length; i++) {
                assertEquals(weights[row][i], model.weight(row, i), 1e-5);
            }
            assertEquals(intercepts[row], model.intercept(row), 1e-5);
        }
        assertEquals(expected.getAsJsonArray("n_iter").get(0).getAsInt(), model.iterations());
    }

    @Test
    void predictionsAndScoresAreMtebs() {
        float[][] test = MtebVectors.matrix(VECTORS.get("test_embeddings"));
        int[] truth = MtebVectors.integers(VECTORS.get("test_labels"));
        JsonArray predictions = VECTORS.getAsJsonArray("predictions_per_experiment");
        JsonArray scores = VECTORS.getAsJsonObject("expected").getAsJsonArray("scores_per_experiment");
        for (int i = 0; i < predictions.size(); i++) {
            int[] predicted = fit(ROWS.get(i)).predict(test);
            assertArrayEquals(MtebVectors.integers(predictions.get(i)), predicted, "experiment " + i);
            Map<String, Double> metrics = ClassificationMetrics.of(truth, predicted);
            JsonElement expected = scores.get(i);
            metrics.forEach((name, value) ->
                    assertEquals(expected.getAsJsonObject().get(name).getAsDouble(), value, 1e-12, name));
        }
    }

    private static LogisticRegression fit(int[] rows) {
        float[][] vectors = IntStream.of(rows).mapToObj(row -> TRAIN[row]).toArray(float[][]::new);
        int[] labels = IntStream.of(rows).map(row -> TRAIN_LABELS[row]).toArray();
        return LogisticRegression.fit(vectors, labels, 3);
    }
}

package dev.gemmatune.eval.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.metrics.MtebVectors;
import dev.gemmatune.eval.random.NumpyGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MultilabelVectorsTest {

    private static final JsonObject VECTORS = MtebVectors.file("multilabel.json");
    private static final List<List<String>> LABELS = labels("train_labels");

    @Test
    void rowsVotesAndScoresOfEveryExperimentAreScikitLearns() {
        float[][] train = MtebVectors.matrix(VECTORS.get("train"));
        float[][] test = MtebVectors.matrix(VECTORS.get("test"));
        List<Set<String>> truth = sets(labels("test_labels"));
        List<int[]> rows = Undersampling.rowsOfSets(LABELS, 8, 10, new NumpyGenerator(42));
        for (int i = 0; i < rows.size(); i++) {
            int[] drawn = rows.get(i);
            assertArrayEquals(
                    MtebVectors.integers(VECTORS.getAsJsonArray("rows").get(i)), drawn, "experiment " + i);
            NearestNeighbours neighbours = new NearestNeighbours(
                    Arrays.stream(drawn).mapToObj(row -> train[row]).toArray(float[][]::new),
                    sets(Arrays.stream(drawn).mapToObj(LABELS::get).toList()));
            Map<String, Double> expected =
                    MtebVectors.numbers(VECTORS.getAsJsonArray("scores").get(i).getAsJsonObject());
            Map<String, Double> found = LabelSetMetrics.of(truth, neighbours.predict(test));
            assertEquals(expected.keySet(), found.keySet());
            expected.forEach((name, value) -> assertEquals(value, found.get(name), 1e-12, name));
        }
        assertEquals(10, rows.size());
    }

    private static List<List<String>> labels(String name) {
        List<List<String>> labels = new ArrayList<>();
        for (JsonElement ofText : VECTORS.getAsJsonArray(name)) {
            labels.add(MtebVectors.strings(ofText));
        }
        return labels;
    }

    private static List<Set<String>> sets(List<List<String>> labels) {
        List<Set<String>> sets = new ArrayList<>();
        labels.forEach(ofText -> sets.add(new TreeSet<>(ofText)));
        return sets;
    }
}

package dev.gemmatune.eval.clustering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.gemmatune.eval.metrics.MtebVectors;
import dev.gemmatune.eval.random.PythonRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MtebClusteringVectorsTest {

    @Test
    void agreementIsScikitLearns() {
        JsonObject vector = MtebVectors.group("cluster_metrics");
        ClusterAgreement agreement = ClusterAgreement.of(
                MtebVectors.integers(vector.get("labels")), MtebVectors.integers(vector.get("pred")));
        assertEquals(vector.get("v_measure").getAsDouble(), agreement.vMeasure(), 1e-12);
        assertEquals(vector.get("homogeneity").getAsDouble(), agreement.homogeneity(), 1e-12);
        assertEquals(vector.get("completeness").getAsDouble(), agreement.completeness(), 1e-12);
        assertEquals(vector.get("ami").getAsDouble(), agreement.adjustedMutualInformation(), 1e-12);
    }

    @Test
    void oneClusterForAllIsCompleteButNotHomogeneous() {
        ClusterAgreement agreement = ClusterAgreement.of(new int[] {0, 0, 1, 1}, new int[] {5, 5, 5, 5});
        assertEquals(0, agreement.homogeneity());
        assertEquals(1, agreement.completeness());
        assertEquals(0, agreement.vMeasure());
        assertEquals(0, agreement.adjustedMutualInformation(), 1e-12);
    }

    @Test
    void namesOfGroupsDoNotMatter() {
        ClusterAgreement agreement = ClusterAgreement.of(new int[] {3, 3, 7, 7, 9}, new int[] {1, 1, 0, 0, 2});
        assertEquals(1, agreement.vMeasure(), 1e-12);
        assertEquals(1, agreement.adjustedMutualInformation(), 1e-12);
    }

    @Test
    void drawsAndClustersAreMtebs() {
        JsonObject vector = MtebVectors.group("clustering_fast");
        float[][] embeddings = MtebVectors.matrix(vector.get("embeddings"));
        List<String> labels = MtebVectors.strings(vector.get("labels"));
        List<String> names = labels.stream().distinct().toList();
        JsonObject expected = vector.getAsJsonObject("expected");
        double[] vMeasures =
                MtebVectors.doubles(expected.getAsJsonObject("v_measures").get("Level 0"));
        double[] adjusted =
                MtebVectors.doubles(expected.getAsJsonObject("ami_scores").get("Level 0"));
        PythonRandom random = new PythonRandom(42);
        for (int draw = 0; draw < vMeasures.length; draw++) {
            int[] rows = random.choices(embeddings.length, 256);
            assertArrayEquals(
                    MtebVectors.integers(
                            vector.getAsJsonArray("first_16_of_each_draw").get(draw)),
                    Arrays.copyOf(rows, 16));
            float[][] drawn =
                    Arrays.stream(rows).mapToObj(row -> embeddings[row]).toArray(float[][]::new);
            int[] classes = Arrays.stream(rows)
                    .map(row -> names.indexOf(labels.get(row)))
                    .toArray();
            ClusterAgreement agreement =
                    ClusterAgreement.of(classes, MiniBatchKMeans.cluster(drawn, names.size(), 512, 42));
            assertEquals(vMeasures[draw], agreement.vMeasure(), 1e-9, "draw " + draw);
            assertEquals(adjusted[draw], agreement.adjustedMutualInformation(), 1e-9, "draw " + draw);
        }
    }

    @Test
    void moreClustersThanVectorsAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> MiniBatchKMeans.cluster(new float[][] {{1}, {2}}, 3, 512, 42));
    }
}

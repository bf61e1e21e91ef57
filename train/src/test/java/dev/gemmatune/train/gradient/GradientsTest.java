package dev.gemmatune.train.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.train.objective.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cached gradients are the gradients. */
class GradientsTest {

    private static final int BUDGET = 20;

    private final GemmaEncoder encoder =
            GemmaEncoder.forTraining(Checkpoint.open(TinyCheckpoint.folder()), Device.cpu(), ComputeType.FLOAT32);

    @AfterEach
    void close() {
        encoder.close();
    }

    @Test
    void cachedGradientsEqualDirectOnes() {
        Map<String, float[]> direct = gradients(direct(encoder), 1);
        Map<String, float[]> cached = gradients(cached(encoder), 1);
        assertClose(direct, cached, 1);
    }

    @Test
    void factorScalesGradientsButNotTheLoss() {
        Map<String, float[]> whole = gradients(direct(encoder), 1);
        assertClose(whole, gradients(direct(encoder), 0.25), 0.25);
        assertClose(whole, gradients(cached(encoder), 0.25), 0.25);
    }

    @Test
    void gradientsAddUp() {
        Map<String, float[]> once = gradients(cached(encoder), 1);
        Gradients cached = cached(encoder);
        cached.add(texts(), GradientsTest::loss, 0.5);
        Map<String, float[]> twice = gradients(cached, 0.5);
        assertClose(once, twice, 1);
    }

    @Test
    void lossThatIsNotFiniteLeavesNoGradient() {
        for (Gradients gradients : List.of(direct(encoder), cached(encoder))) {
            assertTrue(Double.isNaN(gradients.add(texts(), GradientsTest::notANumber, 1)));
            taken().values().forEach(values -> assertEquals(0, norm(values)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoReplicasGiveTheGradientsOfOneAndStayEqual(boolean cached) {
        try (GemmaEncoder other =
                GemmaEncoder.forTraining(Checkpoint.open(TinyCheckpoint.folder()), Device.cpu(), ComputeType.FLOAT32)) {
            Gradients both = new Gradients(new Replicas(List.of(encoder, other)), BUDGET, cached);
            assertClose(gradients(cached(encoder), 1), gradients(both, 1), 1);
            encoder.trained().values().forEach(weight -> encoder.assign(weight, weight.mul(1.01f)));
            both.weightsChanged();
            assertClose(gradients(cached(encoder), 1), gradients(both, 1), 1);
        }
    }

    private static Gradients direct(GemmaEncoder encoder) {
        return new Gradients(new Replicas(List.of(encoder)), BUDGET, false);
    }

    private static Gradients cached(GemmaEncoder encoder) {
        return new Gradients(new Replicas(List.of(encoder)), BUDGET, true);
    }

    private static NDArray loss(NDArray embeddings) {
        NDArray similarities = embeddings.matMul(embeddings.transpose());
        return Numbers.times(similarities, 5).logSoftmax(1).square().mean();
    }

    private static NDArray notANumber(NDArray embeddings) {
        return Numbers.times(loss(embeddings), Float.NaN);
    }

    private static List<int[]> texts() {
        List<int[]> texts = new ArrayList<>();
        for (int text = 0; text < 9; text++) {
            int[] ids = new int[3 + 5 * text % 11];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 5 + (31 * text + 7 * i) % 200;
            }
            texts.add(ids);
        }
        return texts;
    }

    /** The loss under the name "loss", and every gradient, which are 0 afterwards. */
    private Map<String, float[]> gradients(Gradients gradients, double factor) {
        double loss = gradients.add(texts(), GradientsTest::loss, factor);
        Map<String, float[]> found = taken();
        found.put("loss", new float[] {(float) loss});
        return found;
    }

    private Map<String, float[]> taken() {
        Map<String, float[]> taken = new TreeMap<>();
        encoder.trained().forEach((name, weight) -> {
            try (NDArray gradient = weight.getGradient()) {
                taken.put(name, gradient.toFloatArray());
                gradient.subi(gradient);
            }
        });
        return taken;
    }

    private static void assertClose(Map<String, float[]> expected, Map<String, float[]> actual, double factor) {
        expected.forEach((name, values) -> {
            double scale = name.equals("loss") ? 1 : factor;
            float[] found = actual.get(name);
            double difference = 0;
            for (int i = 0; i < values.length; i++) {
                difference += Math.pow(found[i] - scale * values[i], 2);
            }
            double length = norm(values) * scale;
            assertTrue(length > 0, name + " has no gradient");
            assertTrue(Math.sqrt(difference) <= 1e-5 * length, name + ": off by " + Math.sqrt(difference) / length);
        });
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}

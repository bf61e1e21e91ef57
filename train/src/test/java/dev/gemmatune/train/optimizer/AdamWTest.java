package dev.gemmatune.train.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two steps of the fused kernel against the formulas of Loshchilov and Hutter (arXiv 1711.05101), in double. */
class AdamWTest {

    private static final double RATE = 0.01;
    private static final double DECAY = 0.5;

    private final GemmaEncoder encoder =
            GemmaEncoder.forTraining(Checkpoint.open(TinyCheckpoint.folder()), Device.cpu(), ComputeType.FLOAT32);

    /** The moments of one tensor, by hand. */
    private static final class Moments {

        private final double[] first;
        private final double[] second;

        Moments(int length) {
            first = new double[length];
            second = new double[length];
        }

        float[] update(float[] weight, float[] gradient, int step, double decay) {
            float[] updated = new float[gradient.length];
            for (int i = 0; i < gradient.length; i++) {
                double g = gradient[i];
                first[i] = 0.9 * first[i] + 0.1 * g;
                second[i] = 0.999 * second[i] + 0.001 * g * g;
                double mean = first[i] / (1 - Math.pow(0.9, step));
                double square = second[i] / (1 - Math.pow(0.999, step));
                updated[i] = (float) (weight[i] * (1 - RATE * decay) - RATE * mean / (Math.sqrt(square) + 1e-8));
            }
            return updated;
        }
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    @Test
    void stepsFollowTheFormula() {
        try (AdamW optimizer = new AdamW(encoder, RATE, DECAY, List.of())) {
            Map<String, Moments> moments = new HashMap<>();
            for (int step = 1; step <= 2; step++) {
                differentiate(step);
                Map<String, float[]> weights = weights();
                Map<String, float[]> gradients = gradients();
                optimizer.step(RATE, Double.POSITIVE_INFINITY);
                Map<String, float[]> updated = weights();
                for (String name : weights.keySet()) {
                    float[] gradient = gradients.get(name);
                    float[] expected = moments.computeIfAbsent(name, key -> new Moments(gradient.length))
                            .update(weights.get(name), gradient, step, decay(name));
                    assertArrayEquals(expected, updated.get(name), 2e-6f, name + " at step " + step);
                }
            }
        }
    }

    @Test
    void normOfTheGradientsIsTheirCommonLength() {
        try (AdamW optimizer = new AdamW(encoder, RATE, 0, List.of())) {
            differentiate(1);
            double squares = 0;
            for (float[] gradient : gradients().values()) {
                for (float value : gradient) {
                    squares += (double) value * value;
                }
            }
            double norm = Math.sqrt(squares);
            assertTrue(norm > 0.01, "norm " + norm);
            assertEquals(norm, optimizer.step(RATE, 1), 1e-5 * norm);
        }
    }

    @Test
    void gradientsAreZeroAfterAStep() {
        try (AdamW optimizer = new AdamW(encoder, RATE, 0, List.of())) {
            differentiate(1);
            optimizer.step(RATE, 1);
            gradients().forEach((name, gradient) -> assertArrayEquals(new float[gradient.length], gradient, name));
        }
    }

    private static double decay(String name) {
        return name.contains("norm") ? 0 : DECAY;
    }

    /** Leaves gradients of the cosine of two texts; other ones at each step. */
    private void differentiate(int step) {
        List<int[]> texts = List.of(new int[] {2, 500 + step, 510, 520, 1}, new int[] {2, 530, 540 + step, 1});
        try (NDManager manager = encoder.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray vectors = encoder.forward(texts, 100, manager);
            collector.backward(vectors.get(0).mul(vectors.get(1)).sum().mul(10));
        }
    }

    private Map<String, float[]> weights() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        encoder.getDirectParameters()
                .forEach(pair ->
                        weights.put(pair.getKey(), pair.getValue().getArray().toFloatArray()));
        return weights;
    }

    private Map<String, float[]> gradients() {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        encoder.getDirectParameters().forEach(pair -> {
            try (NDArray gradient = pair.getValue().getArray().getGradient()) {
                gradients.put(pair.getKey(), gradient.toFloatArray());
            }
        });
        return gradients;
    }
}

package dev.gemmatune.train.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.RoundedWeights;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.quantization.Quantizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class QuantizedWeightsTest {

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q8_0", "INT8"})
    void theEncoderRoundsAsTheQuantizerDoes(QuantizationScheme scheme) {
        int columns = 64;
        int rows = 5000; // more than a chunk of the script
        float[] values = values(rows * columns);
        float[] expected = Quantizer.of(scheme).fake("w", values, columns);
        try (GemmaEncoder encoder = encoder();
                NDManager step = encoder.newSubManager()) {
            NDArray source = step.create(values, new Shape(rows, columns));
            NDArray target = step.zeros(new Shape(rows, columns));
            RoundedWeights.store(encoder, target, source, scheme);
            float[] found = target.toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                // Equal bits but for the sign of 0.
                assertTrue(expected[i] == found[i], scheme + " at " + i + ": " + expected[i] + ", " + found[i]);
            }
            assertArrayEquals(values, source.toFloatArray());
        }
    }

    @Test
    void theExactWeightsComeBackForTheOptimizer() {
        try (GemmaEncoder encoder = encoder()) {
            Map<String, float[]> before = values(encoder);
            QuantizedWeights quantized = new QuantizedWeights(encoder, QuantizationPlan.INT8);
            assertFalse(quantized.isActive());
            quantized.restore(); // nothing to do yet
            assertEquals(before.keySet(), quantized.exact().keySet());
            quantized.start();
            int rounded = 0;
            for (Map.Entry<String, NDArray> weight : encoder.trained().entrySet()) {
                boolean isMatrix = weight.getValue().getShape().dimension() == 2;
                boolean changed = !Arrays.equals(
                        before.get(weight.getKey()), weight.getValue().toFloatArray());
                assertEquals(isMatrix, changed, weight.getKey());
                rounded += changed ? 1 : 0;
                assertTrue(weight.getValue().hasGradient(), weight.getKey());
            }
            assertTrue(rounded > 8, rounded + " weights are rounded");
            quantized.exact().forEach((name, exact) -> assertArrayEquals(before.get(name), exact.toFloatArray(), name));
            quantized.restore();
            values(encoder).forEach((name, found) -> assertArrayEquals(before.get(name), found, name));
            quantized.close();
        }
    }

    private static GemmaEncoder encoder() {
        return GemmaEncoder.forTraining(Checkpoint.open(TinyCheckpoint.folder()), Device.cpu(), ComputeType.FLOAT32);
    }

    private static Map<String, float[]> values(GemmaEncoder encoder) {
        Map<String, float[]> values = new HashMap<>();
        encoder.trained().forEach((name, weight) -> values.put(name, weight.toFloatArray()));
        return values;
    }

    /** Blocks of many sizes: zeros, ties, one huge value, numbers too small for a scale. */
    private static float[] values(int count) {
        Random random = new Random(19);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (i / 64 % 6) {
                case 0 -> 0;
                case 1 -> (random.nextInt(17) - 8) * 0.25f;
                case 2 -> (float) random.nextGaussian() * (i % 64 == 7 ? 1e5f : 1);
                case 3 -> (float) random.nextGaussian() * 1e-7f;
                case 4 -> (float) random.nextGaussian() * 1e-39f;
                default -> (float) random.nextGaussian() * 0.03f;
            };
        }
        return values;
    }
}

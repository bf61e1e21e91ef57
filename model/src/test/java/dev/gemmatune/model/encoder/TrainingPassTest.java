package dev.gemmatune.model.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.NarrowWeights;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.ElementType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The derivatives written out in the script against those of autograd through {@link GemmaEncoder#forward}. */
class TrainingPassTest {

    private static final int BUDGET = 90;
    private static final long SEED = 17;

    /** Longer than the window, equal lengths, one token. */
    private static final List<int[]> TEXTS = texts(60, 33, 33, 21, 9, 4, 4, 4, 1);

    @TempDir
    Path folder;

    private Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Result(float[] embeddings, Map<String, float[]> gradients) {}

    @Test
    void everyGradientIsThatOfAutograd() {
        compare(Trainable.ALL, ComputeType.FLOAT32, true, 2e-5);
    }

    @Test
    void gradientsAreTheSameWhenNothingIsKept() {
        compare(Trainable.ALL, ComputeType.FLOAT32, false, 2e-5);
    }

    @Test
    void gradientsOfAPartAreTheSame() {
        Trainable part = new Trainable(
                List.of("embeddings", "first 3 layers", "layers.5.*norm.weight", "layers.4.mlp.*", "3_Dense*"),
                Optional.empty(),
                false);
        compare(part, ComputeType.FLOAT32, true, 2e-5);
        compare(new Trainable(List.of("e*", "layers*"), Optional.empty(), false), ComputeType.FLOAT32, true, 2e-5);
        compare(new Trainable(List.of("e*", "l*", "norm*"), Optional.empty(), false), ComputeType.FLOAT32, true, 2e-5);
    }

    @Test
    void gradientsOfTheActiveVocabularyAreTheSame() {
        compare(Trainable.ACTIVE, ComputeType.FLOAT32, true, 2e-5);
    }

    @Test
    void gradientsOfAdaptersAreTheSameWithTheSameMasks() {
        Lora lora = new Lora(3, 6, 0.2, false, Set.copyOf(Lora.TARGETS), 5);
        Trainable adapters = new Trainable(List.of(), Optional.of(lora), false);
        compare(adapters, ComputeType.FLOAT32, true, 2e-5);
        compare(adapters, ComputeType.FLOAT32, false, 2e-5);
    }

    /** The rows of a token embedding that is not trained are widened as they are needed. */
    @Test
    void gradientsOverA16BitCheckpointAreTheSame() throws IOException {
        checkpoint = Checkpoint.open(NarrowWeights.write(folder.resolve("narrow"), ElementType.BF16));
        gradientsOfAdaptersAreTheSameWithTheSameMasks();
    }

    /** Both round at other places: they differ as two bfloat16 computations do. */
    @Test
    void gradientsInBfloat16AreClose() {
        compare(Trainable.ALL, ComputeType.BFLOAT16, true, 0.05);
    }

    private void compare(Trainable trainable, ComputeType compute, boolean keep, double tolerance) {
        Result expected = run(trainable, compute, (encoder, step) -> {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray embeddings = encoder.forward(TEXTS, BUDGET, step, SEED);
                collector.backward(loss(embeddings));
                return embeddings.toFloatArray();
            }
        });
        Result found = run(trainable, compute, (encoder, step) -> {
            TrainingPass pass = encoder.begin(TEXTS, BUDGET, keep, SEED, step);
            NDArray embeddings = step.create(pass.embeddings(), new Shape(TEXTS.size(), encoder.dimension()));
            embeddings.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(loss(embeddings));
            }
            pass.backward(embeddings.getGradient().toFloatArray());
            return pass.embeddings();
        });
        assertArrayEquals(expected.embeddings(), found.embeddings(), compute == ComputeType.FLOAT32 ? 2e-6f : 0.02f);
        assertEquals(expected.gradients().keySet(), found.gradients().keySet());
        expected.gradients().forEach((name, gradient) -> {
            double difference = relativeDifference(gradient, found.gradients().get(name));
            assertTrue(difference <= tolerance, name + ": relative difference " + difference);
        });
    }

    private interface Differentiation {
        float[] of(GemmaEncoder encoder, NDManager step);
    }

    private Result run(Trainable trainable, ComputeType compute, Differentiation differentiation) {
        BitSet tokens = new BitSet();
        TEXTS.forEach(text -> {
            for (int id : text) {
                tokens.set(id);
            }
        });
        try (GemmaEncoder encoder = GemmaEncoder.forTraining(checkpoint, Device.cpu(), compute, trainable, tokens);
                NDManager step = encoder.newSubManager()) {
            // An adapter's A has no gradient while B is 0.
            encoder.trained().forEach((name, weight) -> {
                if (name.contains("lora_B")) {
                    weight.set(values(Math.toIntExact(weight.size()), name.hashCode()));
                }
            });
            float[] embeddings = differentiation.of(encoder, step);
            Map<String, float[]> gradients = new LinkedHashMap<>();
            encoder.trained().forEach((name, weight) -> {
                try (NDArray gradient = weight.getGradient()) {
                    gradients.put(name, gradient.toFloatArray());
                }
            });
            return new Result(embeddings, gradients);
        }
    }

    /** Not symmetric in the texts, and of a size that makes gradients about 1. */
    private static NDArray loss(NDArray embeddings) {
        int size = Math.toIntExact(embeddings.size());
        NDArray weights = embeddings.getManager().create(values(size, 3), embeddings.getShape());
        return embeddings
                .mul(weights)
                .sum()
                .add(embeddings.get(0).mul(embeddings.get(3)).sum().mul(5f));
    }

    private static float[] values(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * 0.3);
        }
        return values;
    }

    private static double relativeDifference(float[] expected, float[] found) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - (double) found[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertTrue(norm > 0);
        return Math.sqrt(difference / norm);
    }

    private static List<int[]> texts(int... lengths) {
        Random random = new Random(1);
        List<int[]> texts = new ArrayList<>();
        for (int length : lengths) {
            texts.add(random.ints(length, 500, 900).toArray());
        }
        return texts;
    }
}

package dev.gemmatune.model.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainableTest {

    private static final List<int[]> TEXTS =
            List.of(new int[] {2, 501, 510, 520, 530, 1}, new int[] {2, 530, 541, 1}, new int[] {2, 777, 1});

    private final Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());

    @Test
    void conveniencesAndPatternsName() {
        Set<String> trained = frozen("embeddings", "first 6 layers", "*norm*", "?_Dense.linear.weight")
                .weights(checkpoint);
        assertEquals(
                Set.of(
                        "layers.6.self_attn.q_proj.weight",
                        "layers.6.self_attn.k_proj.weight",
                        "layers.6.self_attn.v_proj.weight",
                        "layers.6.self_attn.o_proj.weight",
                        "layers.6.mlp.gate_proj.weight",
                        "layers.6.mlp.up_proj.weight",
                        "layers.6.mlp.down_proj.weight"),
                trained);
        assertEquals(checkpoint.shapes().keySet(), Trainable.ALL.weights(checkpoint));
    }

    @Test
    void patternWithoutMatchListsTheNamesAndShapes() {
        String message = message(frozen("layer.*"));
        assertTrue(message.contains("\"layer.*\" matches no weight"), message);
        assertTrue(message.contains("layers.{0 to 6}.self_attn.q_proj.weight [96, 96]"), message);
        assertTrue(message.contains("embed_tokens.weight [1000, 96]"), message);
        assertTrue(message(frozen("first 8 layers")).contains("first 8 layers"));
        assertTrue(message(frozen("*")).contains("leave no weight to train"));
    }

    @Test
    void loraAndPatternsExcludeEachOther() {
        Lora lora = new Lora(4, 8, 0, false, Set.of("q_proj"), 1);
        assertThrows(
                IllegalArgumentException.class, () -> new Trainable(List.of("embeddings"), Optional.of(lora), false));
        assertEquals(Set.of(), new Trainable(List.of(), Optional.of(lora), false).weights(checkpoint));
    }

    @Test
    void frozenWeightsHaveNoGradientAndTheOthersTheSameAsEver() {
        Map<String, float[]> all = gradients(Trainable.ALL);
        Map<String, float[]> some = gradients(frozen("embeddings", "first 3 layers", "layers.5.*norm.weight"));
        assertEquals(checkpoint.shapes().size() - 1 - 3 * 13 - 6, some.size());
        some.forEach((name, gradient) -> assertArrayEquals(all.get(name), gradient, name));
    }

    /** The processor time of a backward pass through one layer of seven, and through the dense layers alone. */
    @Test
    void nothingIsDifferentiatedBelowTheLowestTrainedLayer() {
        double all = backwardSeconds(Trainable.ALL);
        double one = backwardSeconds(frozen("embeddings", "first 6 layers"));
        double dense = backwardSeconds(frozen("embeddings", "first 7 layers", "norm.weight"));
        assertTrue(one < 0.5 * all, "all " + all + " s, one layer " + one + " s");
        assertTrue(dense < 0.5 * one, "one layer " + one + " s, dense layers " + dense + " s");
    }

    @Test
    void tokensOutsideTheActiveVocabularyAreRefusedInTraining() {
        BitSet few = new BitSet();
        few.set(0, 600);
        try (GemmaEncoder encoder = open(Trainable.ACTIVE, few);
                NDManager step = encoder.newSubManager()) {
            assertEquals(
                    600, encoder.trained().get("embed_tokens.weight").getShape().get(0));
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> encoder.forward(TEXTS, 100, step));
            assertTrue(error.getMessage().contains("777"), error.getMessage());
        }
    }

    private static Trainable frozen(String... patterns) {
        return new Trainable(List.of(patterns), Optional.empty(), false);
    }

    private String message(Trainable trainable) {
        return assertThrows(UserError.class, () -> trainable.weights(checkpoint))
                .getMessage();
    }

    private GemmaEncoder open(Trainable trainable, BitSet tokens) {
        return GemmaEncoder.forTraining(checkpoint, Device.cpu(), ComputeType.FLOAT32, trainable, tokens);
    }

    private Map<String, float[]> gradients(Trainable trainable) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (GemmaEncoder encoder = open(trainable, new BitSet())) {
            differentiate(encoder, TEXTS);
            for (Pair<String, Parameter> parameter : encoder.getDirectParameters()) {
                NDArray weight = parameter.getValue().getArray();
                assertEquals(encoder.trained().containsKey(parameter.getKey()), weight.hasGradient());
                if (weight.hasGradient()) {
                    gradients.put(parameter.getKey(), weight.getGradient().toFloatArray());
                }
            }
            assertFalse(gradients.isEmpty());
        }
        return gradients;
    }

    private double backwardSeconds(Trainable trainable) {
        List<int[]> texts = IntStream.range(0, 8)
                .mapToObj(text -> IntStream.range(0, 100)
                        .map(i -> 500 + (text * 37 + i * 7) % 400)
                        .toArray())
                .toList();
        double best = Double.POSITIVE_INFINITY;
        try (GemmaEncoder encoder = open(trainable, new BitSet())) {
            for (int i = 0; i < 5; i++) {
                best = Math.min(best, differentiate(encoder, texts));
            }
        }
        return best;
    }

    /** The processor time of this thread in the backward pass. */
    private static double differentiate(GemmaEncoder encoder, List<int[]> texts) {
        try (NDManager step = encoder.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray vectors = encoder.forward(texts, 10_000, step);
            NDArray loss = vectors.get(0).mul(vectors.get(1)).sum().mul(10);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            collector.backward(loss);
            return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
        }
    }
}

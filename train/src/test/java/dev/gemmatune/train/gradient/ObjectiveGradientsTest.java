package dev.gemmatune.train.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.train.objective.Angle;
import dev.gemmatune.train.objective.BatchLayout;
import dev.gemmatune.train.objective.Cosent;
import dev.gemmatune.train.objective.CosineSimilarity;
import dev.gemmatune.train.objective.Direction;
import dev.gemmatune.train.objective.EmbeddedBatch;
import dev.gemmatune.train.objective.EmbeddingDistillation;
import dev.gemmatune.train.objective.FalseNegatives;
import dev.gemmatune.train.objective.Gist;
import dev.gemmatune.train.objective.Hardness;
import dev.gemmatune.train.objective.Margin;
import dev.gemmatune.train.objective.MarginMse;
import dev.gemmatune.train.objective.MatryoshkaObjective;
import dev.gemmatune.train.objective.MultipleNegativesRanking;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Partition;
import dev.gemmatune.train.objective.ScoreDistillation;
import dev.gemmatune.train.objective.SpreadOut;
import dev.gemmatune.train.objective.Triplet;
import dev.gemmatune.train.objective.WeightedSum;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With every objective, cached gradients are the gradients. */
class ObjectiveGradientsTest {

    private static final int BUDGET = 20;
    private static final Margin MARGIN = new Margin(Margin.Kind.RELATIVE, 0.1);
    private static final BatchLayout TRIPLETS = new BatchLayout(
            IntStream.range(0, 10).boxed().toList(),
            List.of(0, 1, 1, 2),
            List.of(),
            List.of(List.of(3.0, 1.0), List.of(2.0, 0.5, 1.5), List.of(1.0, 0.25)));
    private static final BatchLayout PAIRS =
            new BatchLayout(IntStream.range(0, 8).boxed().toList(), List.of(), List.of(0.9, 0.1, 0.5, 0.3), List.of());

    private final GemmaEncoder encoder =
            GemmaEncoder.forTraining(Checkpoint.open(TinyCheckpoint.folder()), Device.cpu(), ComputeType.FLOAT32);

    static List<Objective> objectives() {
        Objective ranking = new MultipleNegativesRanking(
                5,
                List.of(Direction.values()),
                Partition.JOINT,
                new Hardness(Hardness.Mode.ALL_NEGATIVES, 3),
                new FalseNegatives(true, Optional.of(MARGIN)));
        Objective distillation = new EmbeddingDistillation(EmbeddingDistillation.Distance.COSINE);
        Objective sum =
                WeightedSum.of(List.of(new WeightedSum.Term(1, ranking), new WeightedSum.Term(0.5, distillation)));
        return List.of(
                ranking,
                new Gist(0.1, MARGIN, true, true),
                new CosineSimilarity(),
                new Cosent(5),
                new Angle(5),
                new Triplet(Triplet.Distance.EUCLIDEAN, 5),
                new MarginMse(1),
                new ScoreDistillation(0.5, 1),
                distillation,
                new EmbeddingDistillation(EmbeddingDistillation.Distance.L2),
                new SpreadOut(1, 1, SpreadOut.Aggregation.SUM),
                new MatryoshkaObjective(sum, List.of(96, 48), List.of(1.0, 0.5), OptionalInt.of(1), 7));
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void cachedGradientsEqualDirectOnes(Objective objective) {
        BatchLayout layout = objective instanceof CosineSimilarity || objective instanceof Cosent ? PAIRS : TRIPLETS;
        Map<String, float[]> direct =
                gradients(new Gradients(new Replicas(List.of(encoder)), BUDGET, false), objective, layout);
        Map<String, float[]> cached =
                gradients(new Gradients(new Replicas(List.of(encoder)), BUDGET, true), objective, layout);
        assertEquals(direct.keySet(), cached.keySet());
        direct.forEach((name, expected) -> {
            double length = distance(expected, new float[expected.length]);
            assertTrue(length > 0, name + " has no gradient");
            double difference = distance(expected, cached.get(name));
            assertTrue(difference <= 1e-5 * length, name + " is off by " + difference / length);
        });
    }

    /** What autograd points to lives until the way back, numbers included. */
    @ParameterizedTest
    @MethodSource("objectives")
    void gradientsOutliveTheGarbageCollector(Objective objective) {
        BatchLayout layout = objective instanceof CosineSimilarity || objective instanceof Cosent ? PAIRS : TRIPLETS;
        Gradients direct = new Gradients(new Replicas(List.of(encoder)), BUDGET, false);
        Map<String, float[]> quiet = gradients(direct, objective, layout, () -> {});
        Map<String, float[]> collected =
                gradients(direct, objective, layout, ObjectiveGradientsTest::collectAndOverwrite);
        quiet.forEach((name, expected) -> assertArrayEquals(expected, collected.get(name), name));
    }

    /** Has small direct buffers without an owner freed, and takes their memory. */
    private static void collectAndOverwrite() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer.allocateDirect(Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putFloat(0, 1e3f);
            }
        }
    }

    private Map<String, float[]> gradients(Gradients gradients, Objective objective, BatchLayout layout) {
        return gradients(gradients, objective, layout, () -> {});
    }

    private Map<String, float[]> gradients(
            Gradients gradients, Objective objective, BatchLayout layout, Runnable beforeTheWayBack) {
        double loss = gradients.add(
                texts(layout),
                embeddings -> {
                    NDArray value = objective.loss(batch(embeddings, layout));
                    beforeTheWayBack.run();
                    return value;
                },
                1);
        Map<String, float[]> found = new TreeMap<>();
        encoder.trained().forEach((name, weight) -> {
            try (NDArray gradient = weight.getGradient()) {
                found.put(name, gradient.toFloatArray());
                gradient.subi(gradient);
            }
        });
        found.put("loss", new float[] {(float) loss});
        return found;
    }

    private static EmbeddedBatch batch(NDArray embeddings, BatchLayout layout) {
        int texts = layout.texts().size();
        return new EmbeddedBatch(
                embeddings,
                layout,
                Optional.of(
                        embeddings.getManager().create(vectors(texts, 16, 1)).normalize(2, 1, 1e-12)),
                Optional.of(embeddings.getManager().create(vectors(texts, TinyCheckpoint.DIMENSION, 2))));
    }

    private static float[][] vectors(int count, int dimension, long seed) {
        Random random = new Random(seed);
        float[][] vectors = new float[count][dimension];
        for (float[] vector : vectors) {
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }

    private static List<int[]> texts(BatchLayout layout) {
        List<int[]> texts = new ArrayList<>();
        for (int text = 0; text < layout.texts().size(); text++) {
            int[] ids = new int[3 + 5 * text % 11];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 5 + (31 * text + 7 * i) % 200;
            }
            texts.add(ids);
        }
        return texts;
    }

    private static double distance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.pow((double) left[i] - right[i], 2);
        }
        return Math.sqrt(sum);
    }
}

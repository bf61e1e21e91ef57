package dev.gemmatune.train.objective;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Losses and gradients of small batches. */
final class Batches {

    /**
     * A loss and its gradient.
     *
     * @param loss the value
     * @param gradient with respect to each component of the vectors before they were scaled to length 1
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(double loss, float[][] gradient) {}

    private Batches() {}

    /** The loss of vectors of any length, which are first scaled to length 1. */
    static Outcome differentiate(Objective objective, float[][] texts, BatchLayout layout) {
        return differentiate(objective, texts, layout, Optional.empty(), Optional.empty(), vectors -> vectors);
    }

    static Outcome differentiate(
            Objective objective,
            float[][] texts,
            BatchLayout layout,
            Optional<float[][]> guide,
            Optional<float[][]> teacher,
            UnaryOperator<NDArray> change) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray vectors = manager.create(texts);
            vectors.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray embeddings = change.apply(vectors.normalize(2, 1, 1e-12));
                EmbeddedBatch batch = new EmbeddedBatch(
                        embeddings,
                        layout,
                        guide.map(manager::create).map(found -> found.normalize(2, 1, 1e-12)),
                        teacher.map(manager::create));
                NDArray loss = objective.loss(batch);
                collector.backward(loss);
                return new Outcome(loss.getFloat(), rows(vectors.getGradient(), texts));
            }
        }
    }

    private static float[][] rows(NDArray gradient, float[][] like) {
        float[] flat = gradient.toFloatArray();
        float[][] rows = new float[like.length][];
        for (int i = 0; i < rows.length; i++) {
            int width = like[0].length;
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}

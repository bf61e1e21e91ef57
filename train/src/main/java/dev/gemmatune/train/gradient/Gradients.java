package dev.gemmatune.train.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.encoder.TorchEngine;
import dev.gemmatune.model.encoder.TrainingPass;
import dev.gemmatune.train.objective.Numbers;
import java.util.Arrays;
import java.util.List;

/**
 * Differentiates a loss over the embeddings of a batch with respect to the trained weights: all texts are embedded, the
 * loss is differentiated with respect to the embeddings alone, and each text's part of that gradient goes back through
 * the encoder. By the chain rule the sum is the gradient of the whole. With several devices each takes a share of the
 * texts, and every row is still a negative for every other.
 *
 * @param replicas the encoder, on one or more devices
 * @param tokenBudget tokens that go through the layers together
 * @param cached whether activations are computed again on the way back: the memory of one pack instead of that of the
 *     whole batch, for a second forward pass
 * @see <a href="https://arxiv.org/abs/2101.06983">Scaling Deep Contrastive Learning Batch Size under Memory Limited
 *     Setup</a>
 */
public record Gradients(Replicas replicas, int tokenBudget, boolean cached) {

    /** A loss of embeddings. */
    @FunctionalInterface
    public interface Loss {
        /** The loss, a scalar, of embeddings {@code (M, E)} in the order of the texts. */
        NDArray of(NDArray embeddings);
    }

    /**
     * Adds the gradients of {@code factor * loss} to those that the parameters hold.
     *
     * @param texts token ids of each text
     * @param loss a pure function: it may be called once only, and everything it makes belongs to the step
     * @param factor of the gradients, not of the result
     * @param seed of the dropout of adapters, 0 to 2^40
     * @return the loss; if it is not finite, no gradient was added
     */
    public double add(List<int[]> texts, Loss loss, double factor, long seed) {
        List<List<Integer>> shares = replicas.share(texts, tokenBudget);
        try (Steps steps = new Steps(replicas, shares.size())) {
            List<TrainingPass> passes = replicas.onEach(shares.size(), replica -> {
                List<int[]> share = shares.get(replica).stream().map(texts::get).toList();
                long own = seed * replicas.size() + replica;
                return replicas.encoders().get(replica).begin(share, tokenBudget, !cached, own, steps.of(replica));
            });
            NDArray embeddings = embeddings(passes, shares, texts.size(), steps.of(0));
            double found = differentiate(embeddings, loss, factor);
            if (Double.isFinite(found)) {
                float[][] gradients = gradients(embeddings, shares);
                replicas.onEach(shares.size(), replica -> {
                    passes.get(replica).backward(gradients[replica]);
                    return replica;
                });
                replicas.gather(shares.size());
            }
            return found;
        }
    }

    /** The same for encoders without dropout. */
    public double add(List<int[]> texts, Loss loss, double factor) {
        return add(texts, loss, factor, 0);
    }

    /** Says that the encoder's weights have been updated. */
    public void weightsChanged() {
        replicas.spread();
    }

    /** All embeddings, a leaf of autograd that takes a gradient. */
    private NDArray embeddings(List<TrainingPass> passes, List<List<Integer>> shares, int texts, NDManager step) {
        int dimension = replicas.first().dimension();
        float[] all = new float[texts * dimension];
        for (int replica = 0; replica < shares.size(); replica++) {
            float[] rows = passes.get(replica).embeddings();
            List<Integer> places = shares.get(replica);
            for (int row = 0; row < places.size(); row++) {
                System.arraycopy(rows, row * dimension, all, places.get(row) * dimension, dimension);
            }
        }
        NDArray embeddings = step.create(all, new Shape(texts, dimension));
        embeddings.setRequiresGradient(true);
        return embeddings;
    }

    /** Gives the embeddings the gradient of the loss, which is returned. */
    private static double differentiate(NDArray embeddings, Loss loss, double factor) {
        try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
            NDArray value = loss.of(embeddings);
            double found = value.getFloat();
            if (Double.isFinite(found)) {
                collector.backward(factor == 1 ? value : Numbers.times(value, factor));
            }
            return found;
        }
    }

    /** The gradient of the embeddings of each share. */
    private static float[][] gradients(NDArray embeddings, List<List<Integer>> shares) {
        int dimension = Math.toIntExact(embeddings.getShape().get(1));
        float[] all;
        try (NDArray handle = embeddings.getGradient()) {
            all = handle.toFloatArray();
        }
        float[][] parts = new float[shares.size()][];
        Arrays.setAll(parts, replica -> new float[shares.get(replica).size() * dimension]);
        for (int replica = 0; replica < parts.length; replica++) {
            List<Integer> places = shares.get(replica);
            for (int row = 0; row < places.size(); row++) {
                System.arraycopy(all, places.get(row) * dimension, parts[replica], row * dimension, dimension);
            }
        }
        return parts;
    }

    /** A manager on each device for the arrays of a step. */
    private record Steps(List<NDManager> managers) implements AutoCloseable {

        Steps(Replicas replicas, int count) {
            this(replicas.encoders().subList(0, count).stream()
                    .map(encoder -> encoder.newSubManager())
                    .toList());
        }

        NDManager of(int replica) {
            return managers.get(replica);
        }

        @Override
        public void close() {
            managers.forEach(NDManager::close);
        }
    }
}

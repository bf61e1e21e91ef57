package dev.gemmatune.train.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of any size in the memory of one pack: all texts are embedded without keeping activations, the loss is
 * differentiated with respect to the embeddings alone, and then pack after pack is embedded again and differentiated
 * with its part of that gradient. By the chain rule the sum is the gradient of the whole; the cost is a second forward
 * pass. With several devices the packs are shared among them; every row is still a negative for every other.
 *
 * @param replicas the encoder, on one or more devices
 * @param tokenBudget tokens of a pack: what bounds the memory
 * @see <a href="https://arxiv.org/abs/2101.06983">Scaling Deep Contrastive Learning Batch Size under Memory Limited
 *     Setup</a>
 */
public record CachedGradients(Replicas replicas, int tokenBudget) implements Gradients {

    private static final long MOST_PACKS = 1 << 10;

    /** What the loss says of the embeddings. */
    private static final class Verdict {

        private final double loss;
        /** {@code [M * E]} with respect to the embeddings; empty if the loss is not finite. */
        private final float[] gradient;

        Verdict(double loss, float[] gradient) {
            this.loss = loss;
            this.gradient = gradient;
        }
    }

    @Override
    public double add(List<int[]> texts, Loss loss, double factor, long seed) {
        if (replicas.size() == 1) {
            return DirectGradients.add(replicas.first(), texts, tokenBudget, false, loss, factor, seed);
        }
        List<List<Integer>> packs = PackedBatch.plan(texts, tokenBudget);
        Verdict verdict = judge(embed(texts, packs, seed), texts.size(), loss);
        if (Double.isFinite(verdict.loss)) {
            propagate(texts, packs, verdict.gradient, factor, seed);
            replicas.gather();
        }
        return verdict.loss;
    }

    @Override
    public void weightsChanged() {
        replicas.spread();
    }

    /** A round is a pack for each device: all are begun before the first is waited for. */
    private float[] embed(List<int[]> texts, List<List<Integer>> packs, long seed) {
        int dimension = replicas.first().dimension();
        float[] embeddings = new float[texts.size() * dimension];
        for (int round = 0; round < packs.size(); round += replicas.size()) {
            int end = Math.min(round + replicas.size(), packs.size());
            try (Managers managers = new Managers(replicas)) {
                List<NDArray> begun = new ArrayList<>();
                for (int pack = round; pack < end; pack++) {
                    begun.add(replicas.of(pack)
                            .embed(packed(texts, packs.get(pack)), managers.of(pack), dropout(seed, pack)));
                }
                for (int pack = round; pack < end; pack++) {
                    float[] rows = begun.get(pack - round).toFloatArray();
                    List<Integer> places = packs.get(pack);
                    for (int row = 0; row < places.size(); row++) {
                        System.arraycopy(rows, row * dimension, embeddings, places.get(row) * dimension, dimension);
                    }
                }
            }
        }
        return embeddings;
    }

    private Verdict judge(float[] embeddings, int texts, Loss loss) {
        GemmaEncoder encoder = replicas.first();
        try (NDManager step = encoder.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray leaf = step.create(embeddings, new Shape(texts, encoder.dimension()));
            leaf.setRequiresGradient(true);
            NDArray value = loss.of(leaf);
            double found = value.getFloat();
            if (!Double.isFinite(found)) {
                return new Verdict(found, new float[0]);
            }
            collector.backward(value);
            return new Verdict(found, leaf.getGradient().toFloatArray());
        }
    }

    private void propagate(List<int[]> texts, List<List<Integer>> packs, float[] gradient, double factor, long seed) {
        for (int round = 0; round < packs.size(); round += replicas.size()) {
            int end = Math.min(round + replicas.size(), packs.size());
            try (Managers managers = new Managers(replicas);
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                List<NDArray> begun = new ArrayList<>();
                for (int pack = round; pack < end; pack++) {
                    NDManager step = managers.of(pack);
                    NDArray embeddings =
                            replicas.of(pack).forward(packed(texts, packs.get(pack)), step, dropout(seed, pack));
                    NDArray weights = step.create(part(gradient, packs.get(pack), factor), embeddings.getShape());
                    begun.add(embeddings.mul(weights).sum());
                }
                begun.forEach(collector::backward);
            }
        }
    }

    /** The masks of a pack are the same on both ways. */
    private static long dropout(long seed, int pack) {
        return seed * MOST_PACKS + pack;
    }

    /** The rows of the gradient that belong to a pack. */
    private float[] part(float[] gradient, List<Integer> pack, double factor) {
        int dimension = replicas.first().dimension();
        float[] part = new float[pack.size() * dimension];
        for (int row = 0; row < pack.size(); row++) {
            for (int i = 0; i < dimension; i++) {
                part[row * dimension + i] = (float) (factor * gradient[pack.get(row) * dimension + i]);
            }
        }
        return part;
    }

    private static PackedBatch packed(List<int[]> texts, List<Integer> pack) {
        return PackedBatch.of(pack.stream().map(texts::get).toList());
    }

    /** A manager for the arrays of a round on each device. */
    private record Managers(List<NDManager> managers) implements AutoCloseable {

        Managers(Replicas replicas) {
            this(replicas.encoders().stream().map(GemmaEncoder::newSubManager).toList());
        }

        NDManager of(int pack) {
            return managers.get(pack % managers.size());
        }

        @Override
        public void close() {
            managers.forEach(NDManager::close);
        }
    }
}

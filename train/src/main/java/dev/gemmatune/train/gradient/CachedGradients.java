package dev.gemmatune.train.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import java.util.List;

/**
 * Batches of any size in the memory of one pack: all texts are embedded without keeping activations, the loss is
 * differentiated with respect to the embeddings alone, and then pack after pack is embedded again and differentiated
 * with its part of that gradient. By the chain rule the sum is the gradient of the whole; the cost is a second forward
 * pass.
 *
 * @param encoder the encoder
 * @param tokenBudget tokens of a pack: what bounds the memory
 * @see <a href="https://arxiv.org/abs/2101.06983">Scaling Deep Contrastive Learning Batch Size under Memory Limited
 *     Setup</a>
 */
public record CachedGradients(GemmaEncoder encoder, int tokenBudget) implements Gradients {

    /**
     * What the loss says of the embeddings.
     *
     * @param loss its value
     * @param gradient {@code [M * E]} with respect to the embeddings; empty if the loss is not finite
     */
    private record Verdict(double loss, float[] gradient) {}

    @Override
    public double add(List<int[]> texts, Loss loss, double factor) {
        List<List<Integer>> packs = PackedBatch.plan(texts, tokenBudget);
        Verdict verdict = judge(embed(texts, packs), texts.size(), loss);
        if (Double.isFinite(verdict.loss())) {
            packs.forEach(pack -> propagate(texts, pack, verdict.gradient(), factor));
        }
        return verdict.loss();
    }

    private float[] embed(List<int[]> texts, List<List<Integer>> packs) {
        int dimension = encoder.dimension();
        float[] embeddings = new float[texts.size() * dimension];
        for (List<Integer> pack : packs) {
            float[][] rows = encoder.embed(packed(texts, pack));
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(rows[row], 0, embeddings, pack.get(row) * dimension, dimension);
            }
        }
        return embeddings;
    }

    private Verdict judge(float[] embeddings, int texts, Loss loss) {
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

    private void propagate(List<int[]> texts, List<Integer> pack, float[] gradient, double factor) {
        int dimension = encoder.dimension();
        float[] part = new float[pack.size() * dimension];
        for (int row = 0; row < pack.size(); row++) {
            for (int i = 0; i < dimension; i++) {
                part[row * dimension + i] = (float) (factor * gradient[pack.get(row) * dimension + i]);
            }
        }
        try (NDManager step = encoder.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray embeddings = encoder.forward(packed(texts, pack), step);
            NDArray weights = step.create(part, embeddings.getShape());
            collector.backward(embeddings.mul(weights).sum());
        }
    }

    private static PackedBatch packed(List<int[]> texts, List<Integer> pack) {
        return PackedBatch.of(pack.stream().map(texts::get).toList());
    }
}

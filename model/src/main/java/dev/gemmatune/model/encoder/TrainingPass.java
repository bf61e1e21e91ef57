package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts on their way through the encoder and back: first their embeddings, then, when the gradient of the loss with
 * respect to these is known, the gradients of all trained weights.
 *
 * <p>The derivatives of a layer are written out in the script. Cheap intermediate results, such as norms, are computed
 * again on the way back, and nothing is computed below the lowest trained layer. The embeddings are cut from autograd's
 * records, so one pass serves any loss, and any number of packs stays within the memory of one if nothing is kept:
 * gradient caching.
 *
 * <pre>{@code
 * TrainingPass pass = encoder.begin(texts, tokenBudget, true, seed, step);
 * pass.backward(gradientOfLoss(pass.embeddings()));
 * }</pre>
 *
 * @see <a href="https://arxiv.org/abs/2101.06983">GradCache</a>
 */
public final class TrainingPass {

    /** A part of the texts; what is kept of it is owned by {@code owner}. */
    private record Pack(List<Integer> texts, PackedBatch batch, long seed) {}

    private final GemmaEncoder encoder;
    private final NDManager step;
    private final NDList prepared;
    private final List<Pack> packs = new ArrayList<>();
    private final List<Optional<NDList>> kept = new ArrayList<>();
    private final float[] embeddings;

    TrainingPass(
            GemmaEncoder encoder, List<int[]> texts, int tokenBudget, boolean keep, long firstSeed, NDManager step) {
        this.encoder = encoder;
        this.step = step;
        this.prepared = prepare();
        int dimension = encoder.dimension();
        this.embeddings = new float[texts.size() * dimension];
        for (List<Integer> indices : PackedBatch.plan(texts, tokenBudget)) {
            PackedBatch batch = PackedBatch.of(indices.stream().map(texts::get).toList());
            Pack pack = new Pack(indices, batch, firstSeed + packs.size());
            packs.add(pack);
            NDManager owner = step.newSubManager();
            NDList results = forward(pack, owner);
            float[] rows = results.head().toFloatArray();
            for (int row = 0; row < indices.size(); row++) {
                System.arraycopy(rows, row * dimension, embeddings, indices.get(row) * dimension, dimension);
            }
            kept.add(keep ? Optional.of(results) : Optional.empty());
            if (!keep) {
                owner.close();
            }
        }
    }

    /** The unit vectors {@code [N * E]} in the order of the texts. */
    public float[] embeddings() {
        return embeddings.clone();
    }

    /**
     * Adds the gradients of the trained weights to those that they have. To be called once.
     *
     * @param gradient of the loss with respect to the embeddings, {@code [N * E]}
     */
    public void backward(float[] gradient) {
        if (gradient.length != embeddings.length) {
            throw new IllegalArgumentException(
                    "gradient must have " + embeddings.length + " values, got " + gradient.length);
        }
        for (int i = 0; i < packs.size(); i++) {
            Pack pack = packs.get(i);
            NDList results = kept.get(i).orElse(null);
            NDManager owner =
                    results == null ? step.newSubManager() : results.head().getManager();
            try (owner) {
                backward(pack, results == null ? forward(pack, owner) : results, gradient, owner);
            }
        }
    }

    private NDList prepare() {
        NDList inputs = new NDList(encoder.settings(true, 0, step));
        encoder.modelInputs().stream()
                .filter(input -> !"adapters".equals(input.getName()))
                .forEach(inputs::add);
        NDList weights = encoder.callForList("prepare", step, inputs, false);
        weights.forEach(weight -> weight.setName("f[]"));
        return weights;
    }

    private NDList forward(Pack pack, NDManager owner) {
        NDList inputs = encoder.packInputs(pack.batch(), true, pack.seed(), owner);
        inputs.addAll(encoder.modelInputs());
        inputs.addAll(prepared);
        return encoder.callForList("keep", owner, inputs, true);
    }

    private void backward(Pack pack, NDList results, float[] gradient, NDManager owner) {
        int dimension = encoder.dimension();
        float[] own = new float[pack.texts().size() * dimension];
        for (int row = 0; row < pack.texts().size(); row++) {
            System.arraycopy(gradient, pack.texts().get(row) * dimension, own, row * dimension, dimension);
        }
        NDArray given = owner.create(own, new Shape(pack.texts().size(), dimension));
        given.setName("de");
        NDList inputs = new NDList(given);
        for (NDArray input : encoder.packInputs(pack.batch(), true, pack.seed(), owner)) {
            boolean isLookup = "places".equals(input.getName()) || "outside".equals(input.getName());
            if (!isLookup) {
                inputs.add(input);
            }
        }
        inputs.addAll(encoder.modelInputs());
        inputs.addAll(prepared);
        inputs.addAll(encoder.gradients().inputs(owner));
        results.forEach(result -> result.setName("kept[]"));
        inputs.addAll(results);
        encoder.callForList("differentiate", owner, inputs, true);
    }
}

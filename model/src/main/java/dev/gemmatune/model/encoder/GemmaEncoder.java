package dev.gemmatune.model.encoder;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * EmbeddingGemma as a DJL block: packed tokens in, unit vectors out.
 *
 * <p>Input: the arrays of a {@link PackedBatch}, {@code T} tokens of {@code N} texts. Output: {@code (N, E)} float32 in
 * the order of the texts. Parameters are named as in the checkpoint. A forward pass over {@code T} tokens costs about
 * {@code 2 T} times the weights of the layers in multiplications, plus attention.
 *
 * <p>For inference the weights lie over the mapped file: they cost no memory of their own and are read when touched.
 * For training they are copies that the optimizer writes in place.
 *
 * @see <a href="https://arxiv.org/abs/2509.20354">EmbeddingGemma</a>
 */
public final class GemmaEncoder extends AbstractBlock implements AutoCloseable {

    private static final String SCRIPT = "gemma3_encoder.torchscript";

    private final Model model;
    private final Block script;
    private final NDManager manager;
    private final int dimension;
    private final NDArray settings;
    private final NDArray layers;

    private GemmaEncoder(Checkpoint checkpoint, Device device, ComputeType compute) {
        this.model = TorchScript.load(SCRIPT, device);
        this.script = model.getBlock();
        this.manager = model.getNDManager().newSubManager();
        this.dimension = checkpoint.dimension();
        EncoderConfig config = checkpoint.config();
        this.settings = manager.create(settings(config, compute));
        settings.setName("settings");
        this.layers = manager.create(
                config.fullAttention().stream().mapToLong(full -> full ? 1 : 0).toArray());
        layers.setName("layers");
    }

    /** Loads an encoder that only computes; float32 weights stay mapped. */
    public static GemmaEncoder forInference(Checkpoint checkpoint, Device device, ComputeType compute) {
        GemmaEncoder encoder = new GemmaEncoder(checkpoint, device, compute);
        checkpoint.shapes().forEach((name, shape) -> {
            NDArray weight = StoredWeights.array(checkpoint, name, encoder);
            encoder.add(name, compute == ComputeType.BFLOAT16 && isProjection(name) ? encoder.narrow(weight) : weight);
        });
        return encoder;
    }

    /** Loads an encoder whose float32 weights can be trained. */
    public static GemmaEncoder forTraining(Checkpoint checkpoint, Device device, ComputeType compute) {
        GemmaEncoder encoder = new GemmaEncoder(checkpoint, device, compute);
        checkpoint.shapes().forEach((name, shape) -> {
            try (NDArray stored = StoredWeights.array(checkpoint, name, encoder)) {
                NDArray weight = stored.duplicate();
                weight.setRequiresGradient(true);
                encoder.add(name, weight);
            }
        });
        return encoder;
    }

    /** The full dimension of an embedding. */
    public int dimension() {
        return dimension;
    }

    /** The parameters that are trained, by their names; none for an encoder that only computes. */
    public SortedMap<String, NDArray> trained() {
        SortedMap<String, NDArray> trained = new TreeMap<>();
        for (Pair<String, Parameter> parameter : getDirectParameters()) {
            if (parameter.getValue().getArray().hasGradient()) {
                trained.put(parameter.getKey(), parameter.getValue().getArray());
            }
        }
        return trained;
    }

    /** Writes values over an array of this encoder in place, also over a parameter that is trained. */
    public void assign(NDArray target, ByteBuffer values) {
        try (NDManager step = newSubManager()) {
            assign(target, step.create(values, target.getShape(), target.getDataType()));
        }
    }

    /** Writes the values of an array, which may lie on another device, over an array of this encoder in place. */
    public void assign(NDArray target, NDArray source) {
        try (NDManager step = newSubManager()) {
            source.setName("source");
            target.setName("target");
            call("assign", step, new NDList(target, source));
        }
    }

    /** A manager for the arrays of one step; its owner closes it. */
    public NDManager newSubManager() {
        return manager.newSubManager();
    }

    /** Embeds a batch without gradients: {@code [N][E]} in the order of its texts. */
    public float[][] embed(PackedBatch batch) {
        try (NDManager step = newSubManager()) {
            float[] flat = run(batch, step, false).toFloatArray();
            float[][] rows = new float[batch.texts()][dimension];
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(flat, row * dimension, rows[row], 0, dimension);
            }
            return rows;
        }
    }

    /**
     * Embeds a pack without gradients and leaves the result where it was computed: on a GPU this returns before the work
     * is done.
     *
     * @param step owns the result
     * @return {@code (N, E)} in the order of the texts
     */
    public NDArray embed(PackedBatch batch, NDManager step) {
        return run(batch, step, false);
    }

    /**
     * Embeds texts so that gradients flow back to the parameters.
     *
     * @param texts token ids of each text
     * @param tokenBudget tokens that go through the layers together; the result does not depend on it
     * @param step owns the result
     * @return {@code (N, E)} in the order of the texts
     */
    public NDArray forward(List<int[]> texts, int tokenBudget, NDManager step) {
        List<List<Integer>> packs = PackedBatch.plan(texts, tokenBudget);
        NDList parts = new NDList();
        int[] rowOf = new int[texts.size()];
        int row = 0;
        for (List<Integer> pack : packs) {
            for (int index : pack) {
                rowOf[index] = row++;
            }
            parts.add(run(PackedBatch.of(pack.stream().map(texts::get).toList()), step, true));
        }
        // DJL's concatenation of a single array is a copy without its gradient.
        NDArray rows = parts.size() == 1 ? parts.head() : NDArrays.concat(parts);
        return rows.get(step.create(rowOf));
    }

    /**
     * Embeds one pack so that gradients flow back to the parameters.
     *
     * @param step owns the result
     * @return {@code (N, E)} in the order of the texts
     */
    public NDArray forward(PackedBatch batch, NDManager step) {
        return run(batch, step, true);
    }

    /** Runs another method of the script, such as the optimizer's step, on named arrays. */
    public NDArray call(String method, NDManager step, NDList inputs) {
        NDArray selector = step.create(0);
        selector.setName("module_method:" + method);
        NDList all = new NDList(inputs);
        all.add(selector);
        return script.forward(new ParameterStore(step, false), all, false).singletonOrThrow();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> ignored) {
        NDList all = new NDList(inputs);
        all.add(settings);
        all.add(layers);
        for (Parameter parameter : parameters.values()) {
            NDArray weight = parameter.getArray();
            weight.setName("w[]");
            all.add(weight);
        }
        return script.forward(store, all, training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[3].get(0), dimension)};
    }

    @Override
    public void close() {
        manager.close();
        model.close();
    }

    private NDArray run(PackedBatch batch, NDManager step, boolean training) {
        return forward(new ParameterStore(step, false), batch.toInputs(step), training)
                .singletonOrThrow();
    }

    private void add(String name, NDArray weight) {
        Parameter parameter = addParameter(
                Parameter.builder().setName(name).setType(Parameter.Type.WEIGHT).build());
        parameter.setArray(weight);
    }

    private static boolean isProjection(String name) {
        return name.contains("_proj.");
    }

    /** DJL's own conversion ends the process for bfloat16, so the script does it. */
    private NDArray narrow(NDArray weight) {
        try (weight) {
            return convert("narrow", "weight", weight);
        }
    }

    /** A new array of the encoder's manager, made from one by a method of the script. */
    NDArray convert(String method, String parameter, NDArray source) {
        try (NDManager step = newSubManager()) {
            source.setName(parameter);
            NDArray converted = call(method, step, new NDList(source));
            converted.attach(manager);
            return converted;
        }
    }

    /** The manager that owns the parameters. */
    NDManager manager() {
        return manager;
    }

    private static double[] settings(EncoderConfig config, ComputeType compute) {
        return new double[] {
            config.normEpsilon(),
            config.attentionScale(),
            config.headSize(),
            config.attentionRadius(),
            config.ropeBaseSliding(),
            config.ropeBaseFull(),
            config.layers(),
            compute == ComputeType.BFLOAT16 ? 1 : 0
        };
    }
}

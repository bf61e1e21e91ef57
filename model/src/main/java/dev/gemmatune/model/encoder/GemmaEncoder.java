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
import ai.djl.util.PairList;
import dev.gemmatune.model.adapter.Adapter;
import dev.gemmatune.model.adapter.LinearLayers;
import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** More than a call has packs. */
    private static final long SEEDS_PER_CALL = 1 << 10;

    private final Model model;
    private final Block script;
    private final NDManager manager;
    private final int dimension;
    private final Checkpoint checkpoint;
    private final ComputeType compute;
    private final NDArray layers;
    private final SortedMap<String, NDArray> trained = new TreeMap<>();
    private NDArray adapterPlaces;
    private Optional<TokenTable> table = Optional.empty();
    private Optional<GradientArrays> gradients = Optional.empty();
    private Optional<AdapterArrays> adapters = Optional.empty();

    private GemmaEncoder(Checkpoint checkpoint, Device device, ComputeType compute) {
        this.model = TorchScript.load(EncoderScript.resources(device), device);
        this.script = model.getBlock();
        this.manager = model.getNDManager().newSubManager();
        this.dimension = checkpoint.dimension();
        this.checkpoint = checkpoint;
        this.compute = compute;
        this.layers = manager.create(checkpoint.config().fullAttention().stream()
                .mapToLong(full -> full ? 1 : 0)
                .toArray());
        layers.setName("layers");
        placeAdapters(new long[LinearLayers.of(checkpoint).size()]);
    }

    /** Loads an encoder that only computes; float32 weights stay mapped. */
    public static GemmaEncoder forInference(Checkpoint checkpoint, Device device, ComputeType compute) {
        GemmaEncoder encoder = new GemmaEncoder(checkpoint, device, compute);
        checkpoint.shapes().keySet().forEach(encoder::addFrozen);
        return encoder;
    }

    /** Loads an encoder of which every weight can be trained. */
    public static GemmaEncoder forTraining(Checkpoint checkpoint, Device device, ComputeType compute) {
        return forTraining(checkpoint, device, compute, Trainable.ALL, new BitSet());
    }

    /**
     * Loads an encoder of which a part can be trained.
     *
     * @param trainable which part
     * @param tokens the tokens of all training texts; used only where {@code trainable} has an active vocabulary
     * @throws dev.gemmatune.model.UserError if a pattern of {@code trainable} matches nothing
     */
    public static GemmaEncoder forTraining(
            Checkpoint checkpoint, Device device, ComputeType compute, Trainable trainable, BitSet tokens) {
        GemmaEncoder encoder = new GemmaEncoder(checkpoint, device, compute);
        Set<String> chosen = trainable.weights(checkpoint);
        for (String name : checkpoint.shapes().keySet()) {
            if (!chosen.contains(name)) {
                encoder.addFrozen(name);
            } else if (trainable.activeVocabulary() && name.equals(TensorNames.EMBEDDING)) {
                encoder.addActiveRows(tokens);
            } else {
                encoder.addTrained(name);
            }
        }
        trainable.lora().ifPresent(lora -> encoder.addAdapter(Adapter.start(lora, checkpoint)));
        encoder.gradients = Optional.of(new GradientArrays(encoder));
        return encoder;
    }

    /**
     * What is trained: arrays that get gradients and that an optimizer writes in place, by names that are the same in
     * every run with the same settings. They are names of the checkpoint, and with LoRA the layer's name with
     * {@code .lora_A.weight} and {@code .lora_B.weight}. With an active vocabulary, {@code embed_tokens.weight} holds
     * the active rows only, in the order of their tokens.
     */
    public SortedMap<String, NDArray> trained() {
        return Collections.unmodifiableSortedMap(trained);
    }

    /**
     * Tells the embedding rows outside the active vocabulary about a step's weight decay; to be called once a step by
     * the optimizer that has {@code embed_tokens.weight}. Does nothing where there are no such rows.
     *
     * @param factor what weight decay multiplies a weight by: {@code 1 - rate * decay}
     */
    public void decayUntouchedRows(double factor) {
        table.ifPresent(rows -> rows.decay(factor));
    }

    /** The product of all factors of {@link #decayUntouchedRows}: a part of the state of a training. */
    public double untouchedRowsFactor() {
        return table.map(TokenTable::factor).orElse(1.0);
    }

    /** Sets the factor of a training that is resumed. */
    public void restoreUntouchedRowsFactor(double factor) {
        table.ifPresent(rows -> rows.setFactor(factor));
    }

    /** The present values of every weight of the checkpoint, active rows and adapters merged, one at a time. */
    public SafetensorsWriter.Source weights() {
        return adapters.map(arrays -> arrays.read().merged(checkpoint))
                .orElse(new PresentWeights(checkpoint, trained, table));
    }

    /** The present values of the adapter, if it is one that is trained. */
    public Optional<Adapter> adapter() {
        return adapters.map(AdapterArrays::read);
    }

    /** The full dimension of an embedding. */
    public int dimension() {
        return dimension;
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
            float[] flat = embed(batch, step).toFloatArray();
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
        return run(batch, step, false, 0, false);
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
        return forward(texts, tokenBudget, step, 0);
    }

    /**
     * The same, with a seed for the dropout of adapters: the masks depend on it and on the pack's number in this call
     * alone, so that a second pass over the same texts meets the same masks.
     *
     * @param seed such as one made of the run's seed and the step, 0 to 2^40
     */
    public NDArray forward(List<int[]> texts, int tokenBudget, NDManager step, long seed) {
        List<List<Integer>> packs = PackedBatch.plan(texts, tokenBudget);
        NDList parts = new NDList();
        int[] rowOf = new int[texts.size()];
        int row = 0;
        for (List<Integer> pack : packs) {
            for (int index : pack) {
                rowOf[index] = row++;
            }
            PackedBatch batch = PackedBatch.of(pack.stream().map(texts::get).toList());
            parts.add(run(batch, step, true, seed * SEEDS_PER_CALL + parts.size(), true));
        }
        // DJL's concatenation of a single array is a copy without its gradient.
        NDArray rows = parts.size() == 1 ? parts.head() : NDArrays.concat(parts);
        return rows.get(step.create(rowOf));
    }

    /**
     * Takes texts through the encoder so that gradients can be computed after their loss is known, without autograd's
     * records: faster than {@link #forward} and with a fraction of its memory.
     *
     * @param texts token ids of each text
     * @param tokenBudget tokens that go through the layers together; the result does not depend on it
     * @param keep whether what {@link TrainingPass#backward} needs is kept, about 15 KB a token and layer at the 300M
     *     shape in bfloat16; else each pack is computed a second time
     * @param seed of the dropout of adapters, as in {@link #forward(List, int, NDManager, long)}
     * @param step owns the result and everything kept
     */
    public TrainingPass begin(List<int[]> texts, int tokenBudget, boolean keep, long seed, NDManager step) {
        return new TrainingPass(this, texts, tokenBudget, keep, seed * SEEDS_PER_CALL, step);
    }

    /** Runs another method of the script, such as the optimizer's step, on named arrays. */
    public NDArray call(String method, NDManager step, NDList inputs) {
        return callForList(method, step, inputs, false).singletonOrThrow();
    }

    /**
     * The same for a method that returns several arrays; the first of the inputs must be of {@code step}.
     *
     * @param autograd whether the method uses autograd, which DJL else takes out of reach
     */
    NDList callForList(String method, NDManager step, NDList inputs, boolean autograd) {
        NDArray selector = step.create(0);
        selector.setName("module_method:" + method);
        NDList all = new NDList(inputs);
        all.add(selector);
        return script.forward(new ParameterStore(step, false), all, autograd);
    }

    /** What the script is told of a pack and of the model, but the weights; the arrays are of {@code step}. */
    NDList packInputs(PackedBatch batch, boolean training, long seed, NDManager step) {
        NDList inputs = TokenLookup.inputs(batch.ids(), table, training, step);
        inputs.addAll(batch.toInputs(step));
        inputs.add(settings(training, seed, step));
        return inputs;
    }

    /** The script's settings; {@code seed} is that of a pack's dropout. */
    NDArray settings(boolean training, long seed, NDManager step) {
        Optional<Lora> lora = adapters.map(arrays -> arrays.start().lora());
        NDArray settings = step.create(ScriptSettings.of(checkpoint.config(), compute, lora, training, seed));
        settings.setName("settings");
        return settings;
    }

    /** Layers, adapters and weights. */
    NDList modelInputs() {
        NDList inputs = new NDList(layers, adapterPlaces);
        for (Parameter parameter : parameters.values()) {
            NDArray weight = parameter.getArray();
            weight.setName("w[]");
            inputs.add(weight);
        }
        return inputs;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> ignored) {
        NDList all = new NDList(inputs);
        all.addAll(modelInputs());
        return script.forward(store, all, training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[5].get(0), dimension)};
    }

    @Override
    public void close() {
        manager.close();
        model.close();
    }

    private NDArray run(PackedBatch batch, NDManager step, boolean training, long seed, boolean autograd) {
        NDList inputs = packInputs(batch, training, seed, step);
        return forward(new ParameterStore(step, false), inputs, autograd).singletonOrThrow();
    }

    private void addFrozen(String name) {
        if (TokenTable.staysInFile(checkpoint, name, manager.getDevice())) {
            table = Optional.of(TokenTable.frozen(checkpoint));
            add(name, manager.zeros(new Shape(1, checkpoint.config().hiddenSize())));
        } else {
            add(name, StoredWeights.frozen(checkpoint, name, compute, this));
        }
    }

    private void addTrained(String name) {
        addTrained(name, StoredWeights.copy(checkpoint, name, this));
    }

    private void addTrained(String name, NDArray weight) {
        trained.put(name, weight);
        add(name, weight);
        weight.setRequiresGradient(true);
    }

    private void addActiveRows(BitSet tokens) {
        TokenTable rows = TokenTable.active(checkpoint, tokens);
        table = Optional.of(rows);
        addTrained(TensorNames.EMBEDDING, manager.create(rows.activeRows(), new Shape(rows.rows(), rows.columns())));
    }

    private void addAdapter(Adapter start) {
        AdapterArrays arrays = new AdapterArrays(start, manager);
        adapters = Optional.of(arrays);
        placeAdapters(arrays.places(LinearLayers.of(checkpoint), parameters.size()));
        arrays.arrays().forEach(this::addTrained);
    }

    private void placeAdapters(long[] places) {
        adapterPlaces = manager.create(places);
        adapterPlaces.setName("adapters");
    }

    private void add(String name, NDArray weight) {
        // A parameter that requires a gradient would make its array do so as well.
        Parameter.Builder parameter = Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.WEIGHT)
                .optRequiresGrad(trained.containsKey(name));
        addParameter(parameter.build()).setArray(weight);
    }

    /** Where gradients go; only encoders for training have them. */
    GradientArrays gradients() {
        return gradients.orElseThrow(() -> new IllegalStateException("the encoder was loaded for inference"));
    }

    /** Where the weights come from. */
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The manager that owns the parameters. */
    NDManager manager() {
        return manager;
    }
}

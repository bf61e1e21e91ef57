package dev.gemmatune.model;

import ai.djl.Device;
import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An EmbeddingGemma checkpoint that embeds texts.
 *
 * <pre>{@code
 * try (EmbeddingModel model = EmbeddingModel.load(Path.of("checkpoints/finance/best"))) {
 *     float[][] documents = model.embedDocuments(List.of("Cards arrive by post within five working days.", "…"));
 *     float[] query = model.embedQuery("When does my card arrive?");
 * }
 * }</pre>
 *
 * <p>Embeddings have length 1, so that their dot product is their cosine. A list may have any number of texts; it is
 * sorted by length and packed without padding, some 2,000 tokens at a time, and its order is kept. Longer texts than the
 * checkpoint allows are truncated. Float32 weights stay in the mapped file.
 *
 * <p>Thread-safe: packs of several calls take turns, because each uses all cores, so that a query waits for one pack of
 * a long list and not for its end. A closed model embeds no more. Only embedding is meant to be shared; {@link #encoder}
 * and a model that is being trained belong to one thread.
 */
public final class EmbeddingModel implements TextEmbedder, AutoCloseable {

    /** The folder of the adapter in a saved checkpoint. */
    public static final String ADAPTER = "adapter";

    /** Packs of about this many tokens keep a layer's activations in the processor's caches. */
    private static final int TOKEN_BUDGET = 2048;
    /** Texts that are tokenized and sorted by length together. */
    private static final int WINDOW = 8192;

    private final Checkpoint checkpoint;
    private final GemmaTokenizer tokenizer;
    private final GemmaEncoder encoder;
    private final int dimension;
    private final Turns turns;

    private EmbeddingModel(Checkpoint checkpoint, GemmaTokenizer tokenizer, GemmaEncoder encoder) {
        this(checkpoint, tokenizer, encoder, encoder.dimension(), new Turns());
    }

    private EmbeddingModel(
            Checkpoint checkpoint, GemmaTokenizer tokenizer, GemmaEncoder encoder, int dimension, Turns turns) {
        this.checkpoint = checkpoint;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.dimension = dimension;
        this.turns = turns;
    }

    /**
     * Loads a checkpoint's folder, or an adapter's in PEFT's format, for computation in float32 on the CPU.
     *
     * @throws UserError if the folder is not a sound model
     */
    public static EmbeddingModel load(Path folder) {
        return load(Models.open(folder), Device.cpu(), ComputeType.FLOAT32);
    }

    /**
     * Loads a model by its name for computation in float32 on the CPU.
     *
     * @param name a folder's path, or an id on the Hugging Face hub such as {@code google/embeddinggemma-300m}, perhaps
     *     with {@code @revision} behind it; it is downloaded unless the cache has it
     * @throws UserError if there is none, it cannot be downloaded, or it is not a sound checkpoint
     */
    public static EmbeddingModel load(String name) {
        return load(Models.open(name), Device.cpu(), ComputeType.FLOAT32);
    }

    /** Loads an opened checkpoint. */
    public static EmbeddingModel load(Checkpoint checkpoint, Device device, ComputeType compute) {
        return load(checkpoint, () -> device, compute);
    }

    /**
     * Loads an opened checkpoint, the tokenizer while the engine starts and the weights are read.
     *
     * @param device asked for once; may start the engine
     */
    public static EmbeddingModel load(Checkpoint checkpoint, Supplier<Device> device, ComputeType compute) {
        Beside<GemmaTokenizer> tokenizer =
                Beside.of("tokenizer", () -> GemmaTokenizer.load(checkpoint, checkpoint.maxSequenceLength()));
        GemmaEncoder encoder;
        try {
            encoder = GemmaEncoder.forInference(checkpoint, device.get(), compute);
        } catch (RuntimeException | Error e) {
            tokenizer.get().close(); // If it is no good either, that is what is said.
            throw e;
        }
        try {
            return new EmbeddingModel(checkpoint, tokenizer.get(), encoder);
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * Loads an opened checkpoint so that its weights can be trained; {@link #embed} always uses their present values.
     *
     * @param maxLength texts are truncated to this many tokens, at most the model's positions; what is saved says it
     */
    public static EmbeddingModel forTraining(Checkpoint checkpoint, Device device, ComputeType compute, int maxLength) {
        return forTraining(
                checkpoint.withMaxSequenceLength(maxLength),
                device,
                compute,
                trainingTokenizer(checkpoint, maxLength),
                Trainable.ALL,
                new BitSet());
    }

    /**
     * Loads an opened checkpoint so that a part of its weights can be trained.
     *
     * @param tokenizer of the checkpoint, from {@link #trainingTokenizer}; closed with the model
     * @param trainable which weights
     * @param tokens the tokens of all training texts, which an active vocabulary consists of
     * @throws UserError if a pattern of {@code trainable} matches nothing
     */
    public static EmbeddingModel forTraining(
            Checkpoint checkpoint,
            Device device,
            ComputeType compute,
            GemmaTokenizer tokenizer,
            Trainable trainable,
            BitSet tokens) {
        return new EmbeddingModel(
                checkpoint, tokenizer, GemmaEncoder.forTraining(checkpoint, device, compute, trainable, tokens));
    }

    /**
     * The tokenizer of a checkpoint that truncates texts to {@code maxLength} tokens.
     *
     * @throws UserError if that is more than the model's positions
     */
    public static GemmaTokenizer trainingTokenizer(Checkpoint checkpoint, int maxLength) {
        Checkpoint ofLength = checkpoint.withMaxSequenceLength(maxLength);
        return GemmaTokenizer.load(ofLength, ofLength.maxSequenceLength());
    }

    /**
     * Saves the present weights as a complete checkpoint, adapters merged; an adapter lies in the folder
     * {@value #ADAPTER} of it as well, in PEFT's format.
     *
     * @param target its folder; an existing one is replaced when the new one is complete
     * @throws UserError if it cannot be written
     */
    public void save(Path target) {
        CheckpointWriter.stream(
                target,
                checkpoint,
                encoder.weights(),
                "",
                part -> encoder.adapter()
                        .ifPresent(adapter -> AdapterFolder.write(
                                part.resolve(ADAPTER),
                                adapter,
                                checkpoint.folder().toString())));
    }

    /** The encoder. */
    public GemmaEncoder encoder() {
        return encoder;
    }

    /** The checkpoint. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The tokenizer. */
    public GemmaTokenizer tokenizer() {
        return tokenizer;
    }

    /** The checkpoint's prompts by name: {@code model.embed(texts, model.prompts().get("STS"))}. */
    public Prompts prompts() {
        return checkpoint.prompts();
    }

    /** The length of the vectors: the checkpoint's dimension, or what {@link #truncatedTo} has made of it. */
    @Override
    public int dimension() {
        return dimension;
    }

    /**
     * This model with shorter vectors: their first {@code dimension} components, normalised again. It shares everything
     * with this one, so that closing either closes both.
     *
     * @param shorter 1 to {@link #dimension()}; such as 512, 256 or 128, on which EmbeddingGemma was trained
     * @throws UserError for another dimension
     */
    public EmbeddingModel truncatedTo(int shorter) {
        if (shorter < 1 || shorter > dimension) {
            throw new UserError("the dimension must be 1 to " + dimension + " for this model, got " + shorter);
        }
        return new EmbeddingModel(checkpoint, tokenizer, encoder, shorter, turns);
    }

    /** Embeds what somebody looks for, with {@link Prompts#query()}: {@code [dimension]}. */
    public float[] embedQuery(String text) {
        return embedQueries(Collections.singletonList(text))[0];
    }

    /** Embeds what people look for, with {@link Prompts#query()}: {@code [texts][dimension]}. */
    public float[][] embedQueries(List<String> texts) {
        return embed(texts, prompts().query());
    }

    /** Embeds what can be found, with {@link Prompts#document()}: {@code [dimension]}. */
    public float[] embedDocument(String text) {
        return embedDocuments(Collections.singletonList(text))[0];
    }

    /** Embeds what can be found, with {@link Prompts#document()}: {@code [texts][dimension]}. */
    public float[][] embedDocuments(List<String> texts) {
        return embed(texts, prompts().document());
    }

    /**
     * {@inheritDoc}
     *
     * @throws UserError if a text or the prompt is null, or if {@code prompt} is the name of a prompt and not its text,
     *     which would silently give vectors of something else; if a vector is not finite or not of length 1, see
     *     {@link UnitVectors}
     * @throws IllegalStateException if the model is closed
     */
    @Override
    public float[][] embed(List<String> texts, String prompt) {
        if (prompt == null) {
            throw new UserError("the prompt is null; an empty string is none, and prompts() has those of the model");
        }
        if (prompts().byName().containsKey(prompt) && !prompts().byName().containsValue(prompt)) {
            throw new UserError("\"" + prompt + "\" is the name of a prompt; its text is needed here: prompts().get(\""
                    + prompt + "\")");
        }
        checkPresent(texts);
        return embedWindows(texts, window -> tokenizer.encode(window, prompt));
    }

    /**
     * Embeds token ids, such as another tokenizer of this vocabulary has cut.
     *
     * @param ids each with begin and end, at most as many as the model has positions
     * @return {@code [ids][dimension]} vectors of length 1
     */
    public float[][] embedIds(List<int[]> ids) {
        return embedWindows(ids, window -> window);
    }

    private <T> float[][] embedWindows(List<T> texts, Function<List<T>, List<int[]>> tokens) {
        float[][] vectors = new float[texts.size()][];
        for (int start = 0; start < texts.size(); start += WINDOW) {
            List<T> window = texts.subList(start, Math.min(start + WINDOW, texts.size()));
            embedWindow(turns.take(() -> tokens.apply(window)), vectors, start);
        }
        if (dimension == encoder.dimension()) {
            return vectors;
        }
        float[][] cut = Matryoshka.cut(vectors, dimension);
        UnitVectors.check(cut, checkpoint.folder());
        return cut;
    }

    private static void checkPresent(List<String> texts) {
        int position = 0;
        for (String text : texts) {
            if (text == null) {
                throw new UserError(
                        texts.size() == 1
                                ? "the text is null; an empty string can be embedded, null cannot"
                                : "text " + position + " of " + texts.size()
                                        + " (counted from 0) is null; leave it out or put an empty string there");
            }
            position++;
        }
    }

    /** Waits for the pack that is being embedded and gives the memory back. Closing twice does nothing. */
    @Override
    public void close() {
        turns.end(() -> {
            encoder.close();
            tokenizer.close();
        });
    }

    private void embedWindow(List<int[]> texts, float[][] vectors, int start) {
        for (List<Integer> pack : PackedBatch.plan(texts, TOKEN_BUDGET)) {
            List<int[]> packed = new ArrayList<>(pack.size());
            pack.forEach(index -> packed.add(texts.get(index)));
            float[][] rows = turns.take(() -> encoder.embed(PackedBatch.of(packed)));
            UnitVectors.check(rows, checkpoint.folder());
            for (int row = 0; row < rows.length; row++) {
                vectors[start + pack.get(row)] = rows[row];
            }
        }
    }
}

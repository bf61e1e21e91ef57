package dev.gemmatune.model;

import ai.djl.Device;
import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An EmbeddingGemma checkpoint that embeds texts.
 *
 * <pre>{@code
 * try (EmbeddingModel model = EmbeddingModel.load(Path.of("checkpoints/finance/best"))) {
 *     float[][] vectors = model.embed(List.of("When does my card arrive?"), "query", 256);
 * }
 * }</pre>
 *
 * <p>Float32 weights stay in the mapped file. Texts are packed without padding. One call at a time.
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

    private EmbeddingModel(Checkpoint checkpoint, GemmaTokenizer tokenizer, GemmaEncoder encoder) {
        this.checkpoint = checkpoint;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
    }

    /**
     * Loads a checkpoint folder for computation in float32 on the CPU.
     *
     * @throws UserError if the folder is not a sound checkpoint
     */
    public static EmbeddingModel load(Path folder) {
        return load(Checkpoint.open(folder), Device.cpu(), ComputeType.FLOAT32);
    }

    /** Loads an opened checkpoint. */
    public static EmbeddingModel load(Checkpoint checkpoint, Device device, ComputeType compute) {
        GemmaTokenizer tokenizer = GemmaTokenizer.load(checkpoint, checkpoint.maxSequenceLength());
        return new EmbeddingModel(checkpoint, tokenizer, GemmaEncoder.forInference(checkpoint, device, compute));
    }

    /**
     * Loads an opened checkpoint so that its weights can be trained; {@link #embed} always uses their present values.
     *
     * @param maxLength texts are truncated to this many tokens, at most what the checkpoint allows
     */
    public static EmbeddingModel forTraining(Checkpoint checkpoint, Device device, ComputeType compute, int maxLength) {
        return forTraining(
                checkpoint, device, compute, trainingTokenizer(checkpoint, maxLength), Trainable.ALL, new BitSet());
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

    /** The tokenizer of a checkpoint that truncates texts to {@code maxLength} tokens, or what the checkpoint allows. */
    public static GemmaTokenizer trainingTokenizer(Checkpoint checkpoint, int maxLength) {
        return GemmaTokenizer.load(checkpoint, Math.min(maxLength, checkpoint.maxSequenceLength()));
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

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    /**
     * Embeds texts with a prompt of the checkpoint and keeps the leading dimensions.
     *
     * @param texts the texts
     * @param promptName the name of a prompt, such as {@code query} or {@code document}
     * @param dimension how many dimensions to keep, 1 to {@link #dimension()}; the vectors are normalised again
     * @return {@code [texts][dimension]} vectors of length 1
     * @throws UserError for an unknown prompt or an impossible dimension
     */
    public float[][] embed(List<String> texts, String promptName, int dimension) {
        if (dimension < 1 || dimension > dimension()) {
            throw new UserError("the dimension must be 1 to " + dimension() + " for this model, got " + dimension);
        }
        return Matryoshka.cut(embed(texts, checkpoint.prompts().get(promptName)), dimension);
    }

    @Override
    public float[][] embed(List<String> texts, String prompt) {
        float[][] vectors = new float[texts.size()][];
        for (int start = 0; start < texts.size(); start += WINDOW) {
            List<String> window = texts.subList(start, Math.min(start + WINDOW, texts.size()));
            embedWindow(tokenizer.encode(window, prompt), vectors, start);
        }
        return vectors;
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
    }

    private void embedWindow(List<int[]> texts, float[][] vectors, int start) {
        for (List<Integer> pack : PackedBatch.plan(texts, TOKEN_BUDGET)) {
            List<int[]> packed = new ArrayList<>(pack.size());
            pack.forEach(index -> packed.add(texts.get(index)));
            float[][] rows = encoder.embed(PackedBatch.of(packed));
            for (int row = 0; row < rows.length; row++) {
                vectors[start + pack.get(row)] = rows[row];
            }
        }
    }
}

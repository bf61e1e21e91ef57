package dev.gemmatune.model.cache;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.encoder.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An embedder that asks another one only for texts that it has not embedded before, in this run or an earlier one.
 *
 * <pre>{@code
 * try (EmbeddingModel model = EmbeddingModel.load(folder);
 *         EmbeddingCache cache = EmbeddingCache.of(model, ComputeType.FLOAT32, CacheFolder.ofProcess())) {
 *     RetrievalEvaluator.evaluate(dataset, cache, …);
 * }
 * }</pre>
 *
 * <p>A vector is found by the SHA-256 of its prompt and text, in a file of the model, whose name is the SHA-256 of all
 * that the model computes with: weights, configuration, tokenizer, length of texts and vectors, compute type. A cached vector is the
 * one that was computed with other texts in its batch; it can differ from a fresh one in the last bits.
 *
 * <p>Never put it around a model that is being trained: its weights are no longer those of its files.
 */
public final class EmbeddingCache implements TextEmbedder, AutoCloseable {

    /** To be raised when the encoder computes something else from the same files. */
    private static final String ENCODER_VERSION = "1";

    private final TextEmbedder embedder;
    private final Path path;
    /** Absent where the file cannot be used. */
    private Optional<CacheFile> file = Optional.empty();

    private Optional<String> failure = Optional.empty();
    private long known;
    private long computed;

    private EmbeddingCache(TextEmbedder embedder, Path path) {
        this.embedder = embedder;
        this.path = path;
    }

    /**
     * The cache of a model in a folder. Cost: reading the weights once for their digest, and the keys of the cache.
     *
     * @param model with the weights of its files
     * @param compute the type with which it was loaded
     * @param folder the caches' folder, such as {@link CacheFolder#ofProcess}; where it cannot be used, every embedding is
     *     computed, and {@link #failure} says why
     */
    public static EmbeddingCache of(EmbeddingModel model, ComputeType compute, Path folder) {
        return of(model, identity(model, compute), folder);
    }

    /**
     * The cache of any embedder.
     *
     * @param identity the SHA-256 (32 bytes) of all that decides what the embedder computes from prompt and text
     */
    public static EmbeddingCache of(TextEmbedder embedder, byte[] identity, Path folder) {
        String name = HexFormat.of().formatHex(identity, 0, identity.length / 2);
        Path path = folder.resolve("embeddings").resolve(name + ".emb");
        EmbeddingCache cache = new EmbeddingCache(embedder, path);
        try {
            cache.file = Optional.of(CacheFile.open(path, identity, embedder.dimension()));
        } catch (IOException e) {
            cache.giveUp(e);
        }
        return cache;
    }

    @Override
    public int dimension() {
        return embedder.dimension();
    }

    /** Embeds; equal texts are computed once. Memory: the vectors that are not known yet, twice. */
    @Override
    public float[][] embed(List<String> texts, String prompt) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        for (String text : texts) {
            if (!vectors.containsKey(text)) {
                byte[] key = new Digest().add(prompt).add(text).bytes();
                Optional<float[]> found = find(key);
                vectors.put(text, found.orElse(null));
                if (found.isEmpty()) {
                    missing.add(text);
                    keys.add(key);
                }
            }
        }
        known += vectors.size() - missing.size();
        compute(missing, prompt, keys, vectors);
        return texts.stream().map(vectors::get).toArray(float[][]::new);
    }

    /** Different texts of each call that were found, so far. */
    public long known() {
        return known;
    }

    /** Different texts of each call that had to be computed, so far. */
    public long computed() {
        return computed;
    }

    /** Records that were damaged, and were computed again. */
    public int damaged() {
        return file.map(CacheFile::damaged).orElse(0);
    }

    /** Why nothing is kept, or nothing more, and what to do about it; the embeddings are right all the same. */
    public Optional<String> failure() {
        return failure;
    }

    /** The file of this model's cache. */
    public Path path() {
        return path;
    }

    /** The size of the file; 0 if it cannot be used. */
    public long bytes() {
        try {
            return file.isEmpty() ? 0 : file.get().bytes();
        } catch (IOException e) {
            giveUp(e);
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private Optional<float[]> find(byte[] key) {
        try {
            return file.isEmpty() ? Optional.empty() : file.get().find(key);
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    private void compute(List<String> missing, String prompt, List<byte[]> keys, Map<String, float[]> vectors) {
        if (missing.isEmpty()) {
            return;
        }
        float[][] fresh = embedder.embed(missing, prompt);
        for (int i = 0; i < fresh.length; i++) {
            vectors.put(missing.get(i), fresh[i]);
        }
        computed += fresh.length;
        try {
            if (file.isPresent()) {
                file.get().append(keys, fresh);
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private static byte[] identity(EmbeddingModel model, ComputeType compute) {
        Checkpoint checkpoint = model.checkpoint();
        Path folder = checkpoint.folder();
        Digest digest = new Digest()
                .add(ENCODER_VERSION)
                .add(compute.name())
                // With the sliding window that is used, which may be another than the file's.
                .add(checkpoint.config().toString())
                .add(Integer.toString(model.tokenizer().maxLength()))
                .add(Integer.toString(model.dimension()))
                .addFile(folder.resolve(CheckpointFiles.CONFIG))
                .addFile(folder.resolve(CheckpointFiles.MODULES))
                .addFile(folder.resolve(CheckpointFiles.TOKENIZER))
                .addFile(folder.resolve(CheckpointFiles.TOKENIZER_CONFIG))
                .addFile(folder.resolve(CheckpointFiles.POOLING_FOLDER).resolve(CheckpointFiles.CONFIG));
        for (DenseLayer layer : checkpoint.dense()) {
            digest.addFile(folder.resolve(layer.folder()).resolve(CheckpointFiles.CONFIG));
        }
        checkpoint.weightFiles().forEach(digest::addFile);
        return digest.bytes();
    }

    /** A cache saves time; that it cannot is no reason to fail. */
    private void giveUp(IOException cause) {
        failure = Optional.of("the cache of embeddings " + path + " cannot be used: " + cause.getMessage()
                + "; every embedding was computed. Check the space and permissions there, set " + CacheFolder.VARIABLE
                + " to another folder, or take --no-cache");
        Optional<CacheFile> opened = file;
        file = Optional.empty();
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

package dev.gemmatune.export.verify;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.model.checkpoint.TextSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The tokenizer of a written folder as Hugging Face's library loads it for somebody who sets nothing, and the settings
 * beside it. DJL's class for it is passed by, because it has a greatest length of its own.
 */
public final class FolderTexts implements WrittenTexts {

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final Path file;
    private final long tokenizer;
    private final TextSettings settings;

    private FolderTexts(Path file, long tokenizer, TextSettings settings) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.settings = settings;
    }

    /**
     * Opens the small files of a folder.
     *
     * @param config of the encoder
     * @throws UserError if one of them cannot be read
     */
    public static FolderTexts open(Path folder, EncoderConfig config) {
        Path file = folder.resolve(CheckpointFiles.TOKENIZER);
        TextSettings settings = TextSettings.read(folder, config);
        try {
            return new FolderTexts(file, LIBRARY.createTokenizerFromString(Files.readString(file)), settings);
        } catch (IOException | RuntimeException e) {
            throw new UserError("cannot load the written tokenizer " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Path file() {
        return file;
    }

    /** {@inheritDoc} Padding that a file adds does not count: it is masked. */
    @Override
    public int[] encode(String text) {
        long encoding = LIBRARY.encode(tokenizer, text, true);
        try {
            long[] ids = LIBRARY.getTokenIds(encoding);
            long[] mask = LIBRARY.getAttentionMask(encoding);
            return IntStream.range(0, ids.length)
                    .filter(i -> mask[i] != 0)
                    .map(i -> Math.toIntExact(ids[i]))
                    .toArray();
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    @Override
    public int maxSequenceLength() {
        return settings.maxSequenceLength();
    }

    @Override
    public Optional<Prompts> prompts() {
        return Optional.of(settings.prompts());
    }

    @Override
    public void close() {
        LIBRARY.deleteTokenizer(tokenizer);
    }
}

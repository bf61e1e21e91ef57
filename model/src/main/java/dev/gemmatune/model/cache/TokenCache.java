package dev.gemmatune.model.cache;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import dev.gemmatune.model.tokenizer.TextTokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A tokenizer that keeps what it has made of long lists of texts, and reads it when the same list comes again.
 *
 * <p>A list has a file {@code tokens/….tokens}, whose name is the SHA-256 of all that the ids depend on: the tokenizer's
 * files, the size of the vocabulary, the maximum length, the prompt, and the texts in their order. A file that is damaged
 * is ignored and written again. Thread-safe; several processes may share a folder. Nothing is ever removed from it.
 */
public final class TokenCache implements TextTokenizer {

    /** Shorter lists are always tokenized: that takes less than a second. */
    public static final int FEWEST_TEXTS = 10_000;

    /** To be raised when the tokenizer makes something else of the same files and texts. */
    private static final String TOKENIZER_VERSION = "1";

    private final GemmaTokenizer tokenizer;
    private final Path checkpoint;
    private final int vocabularySize;
    private final Path folder;
    private final int fewestTexts;

    TokenCache(GemmaTokenizer tokenizer, Checkpoint checkpoint, Path folder, int fewestTexts) {
        this.tokenizer = tokenizer;
        this.checkpoint = checkpoint.folder();
        this.vocabularySize = checkpoint.config().vocabularySize();
        this.folder = folder;
        this.fewestTexts = fewestTexts;
    }

    /**
     * The cache of a tokenizer in a folder.
     *
     * @param tokenizer of the checkpoint; not closed by this object, which is of no use after it
     * @param folder the caches' folder, such as {@link CacheFolder#ofProcess}
     */
    public static TokenCache of(GemmaTokenizer tokenizer, Checkpoint checkpoint, Path folder) {
        return new TokenCache(tokenizer, checkpoint, folder, FEWEST_TEXTS);
    }

    @Override
    public int maxLength() {
        return tokenizer.maxLength();
    }

    /**
     * The tokenizer's ids, from the list's file if it has a sound one.
     *
     * @throws UserError if the file cannot be written
     */
    @Override
    public List<int[]> encode(List<String> texts, String prompt) {
        if (texts.size() < fewestTexts) {
            return tokenizer.encode(texts, prompt);
        }
        byte[] key = key(texts, prompt);
        Path file = folder.resolve("tokens").resolve(HexFormat.of().formatHex(key) + ".tokens");
        Optional<List<int[]>> known = TokenFile.read(file, key, texts.size(), maxLength());
        if (known.isPresent()) {
            return known.get();
        }
        List<int[]> ids = tokenizer.encode(texts, prompt);
        try {
            TokenFile.write(file, key, ids);
        } catch (IOException e) {
            throw new UserError(
                    "the cache of tokens " + file + " cannot be written: " + e.getMessage()
                            + "; check the space and permissions there, set " + CacheFolder.VARIABLE
                            + " to another folder, or training.token_cache to false",
                    e);
        }
        return ids;
    }

    private byte[] key(List<String> texts, String prompt) {
        Digest digest = new Digest()
                .add(TOKENIZER_VERSION)
                .addFile(checkpoint.resolve(CheckpointFiles.TOKENIZER))
                .addFile(checkpoint.resolve(CheckpointFiles.TOKENIZER_CONFIG))
                .add(Integer.toString(vocabularySize))
                .add(Integer.toString(maxLength()))
                .add(characters(prompt))
                .add(Integer.toString(texts.size()));
        texts.forEach(text -> digest.add(characters(text)));
        return digest.bytes();
    }

    /** UTF-16 as it is: in UTF-8, half of a surrogate pair and a question mark would be the same. */
    private static byte[] characters(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }
}

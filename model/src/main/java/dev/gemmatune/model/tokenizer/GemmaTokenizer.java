package dev.gemmatune.model.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a checkpoint: {@code <bos> text <eos>}, truncated to the model's length with {@code <eos>} kept.
 *
 * <p>Thread-safe. The work is done by Hugging Face's own tokenizers library, for lists on all cores; what it hands to Java
 * is converted on one.
 */
public final class GemmaTokenizer implements TextTokenizer, AutoCloseable {

    /** Texts per crossing into native code: enough for all cores, little enough to hold. */
    private static final int CHUNK = 1024;

    private static final int UNKNOWN = 3;

    private final HuggingFaceTokenizer tokenizer;
    private final int vocabularySize;
    private final int maxLength;

    private GemmaTokenizer(HuggingFaceTokenizer tokenizer, int vocabularySize, int maxLength) {
        this.tokenizer = tokenizer;
        this.vocabularySize = vocabularySize;
        this.maxLength = maxLength;
    }

    /**
     * Loads the tokenizer of a checkpoint.
     *
     * @param maxLength longest result in tokens, at least 2
     * @throws UserError if tokenizer.json cannot be read
     */
    public static GemmaTokenizer load(Checkpoint checkpoint, int maxLength) {
        if (maxLength < 2) {
            throw new IllegalArgumentException("maxLength must be >= 2 (begin and end), got " + maxLength);
        }
        Path file = checkpoint.folder().resolve(CheckpointFiles.TOKENIZER);
        try {
            Map<String, String> options =
                    Map.of("addSpecialTokens", "true", "truncation", "do_not_truncate", "padding", "false");
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(file, options);
            return new GemmaTokenizer(tokenizer, checkpoint.config().vocabularySize(), maxLength);
        } catch (IOException | RuntimeException e) {
            throw new UserError("cannot load the tokenizer " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    /** The ids of one text with the prompt before it. */
    public int[] encode(String text, String prompt) {
        return encode(List.of(text), prompt).get(0);
    }

    @Override
    public List<int[]> encode(List<String> texts, String prompt) {
        List<int[]> ids = new ArrayList<>(texts.size());
        for (int start = 0; start < texts.size(); start += CHUNK) {
            List<String> chunk = texts.subList(start, Math.min(start + CHUNK, texts.size())).stream()
                    .map(text -> wellFormed(prompt + text))
                    .toList();
            for (Encoding encoding : tokenizer.batchEncode(chunk, true, false)) {
                ids.add(truncate(encoding.getIds()));
            }
        }
        return ids;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private int[] truncate(long[] ids) {
        int[] kept = new int[Math.min(ids.length, maxLength)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = known(ids[i]);
        }
        kept[kept.length - 1] = known(ids[ids.length - 1]);
        return kept;
    }

    /** {@code <image_soft_token>} lies just outside the embedding table; written in a text, it is an unknown token. */
    private int known(long id) {
        return id < vocabularySize ? (int) id : UNKNOWN;
    }

    /** A half of a surrogate pair has no UTF-8 form; it becomes U+FFFD instead of whatever the native side makes of it. */
    private static String wellFormed(String text) {
        if (text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            return text;
        }
        int[] points = text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .toArray();
        return new String(points, 0, points.length);
    }
}

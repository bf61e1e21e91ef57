package dev.gemmatune.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Hugging Face's tokenizers library: texts to ids, without begin and end, on all cores.
 *
 * <p>DJL's own {@code Encoding} holds a string, a span and five more numbers of each token; here the ids alone come to
 * Java. When Java's heap is full, the library ends the process; so what it will ask for is asked for here before.
 */
final class NativePieces implements AutoCloseable {

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;
    /** A character has at most three bytes of UTF-8 for each of its units, and a token at least one byte. */
    private static final int TOKENS_PER_UNIT = 3;

    private final HuggingFaceTokenizer tokenizer;

    private NativePieces(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Loads a tokenizer from the JSON of its file. */
    static NativePieces load(byte[] json) throws IOException {
        return new NativePieces(HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json),
                Map.of("addSpecialTokens", "false", "truncation", "do_not_truncate", "padding", "false")));
    }

    /** The ids of each text. */
    int[][] encode(List<String> texts) {
        int[][] ids = new int[texts.size()][];
        long[] encodings = encodings(texts);
        for (int i = 0; i < ids.length; i++) {
            try {
                ids[i] = ids(encodings[i]);
            } finally {
                LIBRARY.deleteEncoding(encodings[i]);
            }
        }
        return ids;
    }

    /** The ids that all texts begin with, which themselves begin alike, and how many units of text they stand for. */
    Beginning common(List<String> texts) {
        long[] encodings = encodings(texts);
        int[] common = ids(encodings[0]);
        int count = common.length;
        for (int i = 1; i < encodings.length; i++) {
            int[] ids = ids(encodings[i]);
            int differs = Arrays.mismatch(common, 0, count, ids, 0, ids.length);
            count = differs < 0 ? count : differs;
        }
        CharSpan[] spans = LIBRARY.getTokenCharSpans(encodings[0]);
        for (long encoding : encodings) {
            LIBRARY.deleteEncoding(encoding);
        }
        while (count > 0 && count < spans.length && spans[count].getStart() < spans[count - 1].getEnd()) {
            count--; // Bytes of one character stay together.
        }
        int points = count == 0 ? 0 : spans[count - 1].getEnd();
        return new Beginning(Arrays.copyOf(common, count), texts.get(0).offsetByCodePoints(0, points));
    }

    /** The begin of a text. */
    static final class Beginning {

        private final int[] ids;
        private final int length;

        private Beginning(int[] ids, int length) {
            this.ids = ids;
            this.length = length;
        }

        /** Its ids, the array itself. */
        int[] ids() {
            return ids;
        }

        /** Its length in characters. */
        int length() {
            return length;
        }
    }

    /** What ids say, without special tokens. */
    String decode(int[] ids) {
        return tokenizer.decode(IntStream.of(ids).asLongStream().toArray(), true);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private long[] encodings(List<String> texts) {
        int longest = texts.stream().mapToInt(String::length).max().orElse(0);
        reserve(2L * TOKENS_PER_UNIT * longest + texts.size());
        return LIBRARY.batchEncode(tokenizer.getHandle(), texts.toArray(String[]::new), false);
    }

    private static int[] ids(long encoding) {
        long[] wide = LIBRARY.getTokenIds(encoding);
        int[] ids = new int[wide.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) wide[i];
        }
        return ids;
    }

    /** Fails as Java does when there is no room, where the library would end the process. */
    private static void reserve(long longs) {
        long[] room = null;
        try {
            room = new long[Math.toIntExact(longs)];
        } finally {
            Reference.reachabilityFence(room);
        }
    }
}

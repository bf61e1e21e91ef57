package dev.gemmatune.datasets.mining;

import dev.gemmatune.model.files.Sha256;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What texts are compared by, so that a corpus of texts need not be kept: the first 8 bytes of a SHA-256. Texts that
 * differ only in case and white space are equal: the one is no wrong answer where the other is the right one.
 */
public final class TextKey {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    private TextKey() {}

    /** The key of a text. Two different texts have the same one by a chance of 1 in 18 quintillion. */
    public static long of(String text) {
        String plain = SPACE.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
        return ByteBuffer.wrap(Sha256.of(plain)).getLong();
    }
}

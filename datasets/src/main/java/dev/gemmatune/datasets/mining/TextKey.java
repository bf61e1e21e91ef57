package dev.gemmatune.datasets.mining;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

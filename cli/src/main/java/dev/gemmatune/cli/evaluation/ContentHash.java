package dev.gemmatune.cli.evaluation;

import dev.gemmatune.model.files.Sha256;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The first 16 hexadecimal digits of a SHA-256: enough to see whether two things are the same. */
public final class ContentHash {

    private static final int DIGITS = 16;

    private ContentHash() {}

    /** Of a file's content; costs reading it. */
    public static String ofFile(Path file) {
        return Sha256.hexOf(file).substring(0, DIGITS);
    }

    /** Of texts in their order. */
    public static String ofTexts(List<String> texts) {
        MessageDigest digest = Sha256.digest();
        texts.forEach(text -> Sha256.update(digest, text));
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }
}

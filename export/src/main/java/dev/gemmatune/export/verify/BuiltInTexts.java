package dev.gemmatune.export.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Texts of several kinds and languages on which an export is verified where nobody gives others. */
public final class BuiltInTexts {

    private static final String RESOURCE = "verification-texts.txt";

    private BuiltInTexts() {}

    /** The texts. */
    public static List<String> read() {
        try (InputStream stream = BuiltInTexts.class.getResourceAsStream(RESOURCE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

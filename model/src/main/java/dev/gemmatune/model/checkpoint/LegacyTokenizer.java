package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonObject;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries a tokenizer into a checkpoint of the released layout. */
public final class LegacyTokenizer {

    private static final String MAX_LENGTH = "model_max_length";
    /** The truncation of a tokenizer's file stands before its tokens. */
    private static final int START_BYTES = 4096;

    private static final Pattern TRUNCATION =
            Pattern.compile("\\s*\\{\\s*(?:\"version\"\\s*:\\s*\"[^\"]*\"\\s*,\\s*)?\"truncation\"\\s*:\\s*"
                    + "\\{[^{}]*\"max_length\"\\s*:\\s*(\\d+)");
    private static final List<String> BESIDE =
            List.of("tokenizer.model", "special_tokens_map.json", "added_tokens.json");

    private LegacyTokenizer() {}

    /**
     * Copies {@code tokenizer.json} and what lies beside it byte by byte; {@code tokenizer_config.json} gets the fields
     * from which loaders of the released layout learn that a text has a begin and an end.
     *
     * @param tokenizer the file {@code tokenizer.json}
     * @param target an existing folder
     * @param maxSequenceLength the longest text in tokens, which the files say; a truncation that {@code tokenizer.json}
     *     has of its own is set to it
     */
    public static void copy(Path tokenizer, Path target, int maxSequenceLength) throws IOException {
        copyTokenizer(tokenizer, target.resolve(CheckpointFiles.TOKENIZER), maxSequenceLength);
        copyBeside(tokenizer, target, maxSequenceLength);
    }

    /**
     * Copies what lies beside {@code tokenizer.json} as {@link #copy} does, without that file.
     *
     * @param tokenizer the file {@code tokenizer.json}
     * @param target an existing folder
     * @param maxSequenceLength the longest text in tokens, which the files say
     */
    public static void copyBeside(Path tokenizer, Path target, int maxSequenceLength) throws IOException {
        for (String name : BESIDE) {
            Path file = tokenizer.resolveSibling(name);
            if (Files.exists(file)) {
                Files.copy(file, target.resolve(name));
            }
        }
        Path file = tokenizer.resolveSibling(CheckpointFiles.TOKENIZER_CONFIG);
        JsonObject config = Files.exists(file) ? Json.readObject(file) : new JsonObject();
        config.addProperty("add_bos_token", true);
        config.addProperty("add_eos_token", true);
        config.addProperty("tokenizer_class", "GemmaTokenizer");
        config.addProperty(MAX_LENGTH, maxSequenceLength);
        AtomicFiles.writeString(target.resolve(CheckpointFiles.TOKENIZER_CONFIG), Json.pretty(config));
    }

    /** The bytes stay as they are but for the length of a truncation, which most files do not have. */
    private static void copyTokenizer(Path source, Path target, int maxSequenceLength) throws IOException {
        String start;
        try (InputStream stream = Files.newInputStream(source)) {
            start = new String(stream.readNBytes(START_BYTES), StandardCharsets.ISO_8859_1);
        }
        Matcher truncation = TRUNCATION.matcher(start);
        if (!truncation.lookingAt()) {
            Files.copy(source, target);
            return;
        }
        String text = Files.readString(source, StandardCharsets.ISO_8859_1);
        Files.writeString(
                target,
                text.substring(0, truncation.start(1)) + maxSequenceLength + text.substring(truncation.end(1)),
                StandardCharsets.ISO_8859_1);
    }
}

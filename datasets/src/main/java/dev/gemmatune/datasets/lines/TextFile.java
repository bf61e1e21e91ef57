package dev.gemmatune.datasets.lines;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads texts to embed: one a line, or JSON Lines with a field {@code text} (or a plain JSON string on each line). */
public final class TextFile {

    /** How texts are written. */
    public enum Format {
        /** A text is a line; an empty line is an empty text, so that text i is line i. */
        LINES,
        /** A text is a JSON string, or the field {@code text} of a JSON object, on a line; blank lines are skipped. */
        JSON_LINES;

        /**
         * The format that a file's name shows.
         *
         * @throws UserError if it ends neither in {@code .txt} nor in {@code .jsonl}
         */
        public static Format of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".txt")) {
                return LINES;
            }
            if (name.endsWith(".jsonl")) {
                return JSON_LINES;
            }
            throw new UserError(
                    file + ": expected a name that ends in .txt (a text a line) or .jsonl (a field \"text\"),"
                            + " so that it is clear how to read it");
        }
    }

    private TextFile() {}

    /**
     * Reads a file in the format that its name shows.
     *
     * @throws UserError with up to 20 problems, each with its line
     */
    public static List<String> read(Path file) {
        Format format = Format.of(file);
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            return read(lines, format);
        }
    }

    /**
     * Reads a stream to its end and closes it.
     *
     * @param name stands for a path in messages
     * @throws UserError with up to 20 problems, each with its line
     */
    public static List<String> read(InputStream input, String name, Format format) {
        try (Utf8Lines lines = Utf8Lines.of(input, name)) {
            return read(lines, format);
        }
    }

    /**
     * Hands every text of a stream to {@code consumer}, in order, and closes the stream. Memory: one line.
     *
     * @param name stands for a path in messages
     * @throws UserError at the first line that is wrong, or if there is no text
     */
    public static void forEach(InputStream input, String name, Format format, Consumer<String> consumer) {
        try (Utf8Lines lines = Utf8Lines.of(input, name)) {
            boolean anything = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (format == Format.LINES || !line.isBlank()) {
                    anything = true;
                    consumer.accept(text(line, lines, format));
                }
            }
            if (!anything) {
                throw withoutTexts(name);
            }
        }
    }

    private static List<String> read(Utf8Lines lines, Format format) {
        Problems problems = new Problems(lines.name());
        List<String> texts = new ArrayList<>();
        lines.forEach(problems, line -> {
            if (format == Format.LINES || !line.isBlank()) {
                texts.add(text(line, lines, format));
            }
        });
        problems.throwIfAny();
        if (texts.isEmpty()) {
            throw withoutTexts(lines.name());
        }
        return texts;
    }

    private static UserError withoutTexts(String name) {
        return new UserError(name + " has no texts; at least one line is expected");
    }

    private static String text(String line, Utf8Lines lines, Format format) {
        return format == Format.LINES ? line : jsonText(line, lines.place());
    }

    private static String jsonText(String line, String place) {
        return line.strip().startsWith("\"")
                ? JsonLines.Row.wellFormed(string(line, place), "text", place)
                : new JsonLines.Row(place, 0, Json.parseObject(line, place)).textOrBlank("text");
    }

    private static String string(String line, String place) {
        JsonReader reader = new JsonReader(new StringReader(line));
        reader.setStrictness(Strictness.STRICT);
        try {
            String text = reader.nextString();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalStateException("more text follows");
            }
            return text;
        } catch (IOException | IllegalStateException e) {
            throw new UserError(place + ": expected one JSON string, but it is broken or more text follows", e);
        }
    }
}

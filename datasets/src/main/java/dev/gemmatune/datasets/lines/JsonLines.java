package dev.gemmatune.datasets.lines;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads a file that holds a JSON object on each line (JSON Lines). Blank lines are skipped, but a file without any
 * object is an error. Memory: one line.
 */
public final class JsonLines {

    /**
     * One object and where it stands.
     *
     * @param place file and line, {@code corpus.jsonl:17}: the start of every message about the row
     * @param line the line's number, from 1
     * @param value the object
     */
    public record Row(String place, int line, JsonObject value) {

        /**
         * The member {@code key}: a string that is not blank.
         *
         * @throws UserError if it is missing, no string, blank, or holds half of a surrogate pair
         */
        public String text(String key) {
            String text = textOrBlank(key);
            if (text.isBlank()) {
                throw new UserError(place + ": \"" + key + "\" is empty; fill it or remove the row");
            }
            return text;
        }

        /**
         * The member {@code key}: a string, perhaps blank.
         *
         * @throws UserError if it is missing, no string, or holds half of a surrogate pair
         */
        public String textOrBlank(String key) {
            return wellFormed(Json.string(value, key, place), key, place);
        }

        /** Text that can be written as UTF-8, or an error that names the key. */
        public static String wellFormed(String text, String key, String place) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                        throw new UserError(String.format(
                                "%s: \"%s\" holds half of a character (\\u%04x) at position %d; remove it",
                                place, key, (int) text.charAt(i), i + 1));
                    }
                    i++;
                }
            }
            return text;
        }

        /** Whether the member {@code key} is there and not null. */
        public boolean has(String key) {
            JsonElement member = value.get(key);
            return member != null && !member.isJsonNull();
        }
    }

    private JsonLines() {}

    /**
     * Hands every row to {@code consumer}, in order.
     *
     * @throws UserError at the first line that is wrong, if the file cannot be read, or if it holds no row
     */
    public static void read(Path file, Consumer<Row> consumer) {
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            boolean anything = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    anything = true;
                    consumer.accept(row(line, lines));
                }
            }
            if (!anything) {
                throw new UserError(withoutRows(file));
            }
        }
    }

    /**
     * Hands every row to {@code consumer}, in order. The {@link UserError} of a line, be it broken or refused by the
     * consumer, is added to {@code problems}, and reading goes on behind it.
     *
     * @throws UserError if the file cannot be read at all, or with all problems when there are too many
     */
    public static void read(Path file, Problems problems, Consumer<Row> consumer) {
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            int problemsBefore = problems.count();
            int[] rows = {0};
            lines.forEach(problems, line -> {
                if (!line.isBlank()) {
                    rows[0]++;
                    consumer.accept(row(line, lines));
                }
            });
            if (rows[0] == 0 && problems.count() == problemsBefore) {
                problems.add(withoutRows(file));
            }
        }
    }

    private static Row row(String line, Utf8Lines lines) {
        return new Row(lines.place(), lines.number(), Json.parseObject(line, lines.place()));
    }

    private static String withoutRows(Path file) {
        return file + " has no rows; a JSON object on each line is expected";
    }
}

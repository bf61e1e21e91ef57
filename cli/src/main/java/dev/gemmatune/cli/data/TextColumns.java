package dev.gemmatune.cli.data;

import com.google.gson.JsonElement;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of rows, and how long the texts in them are.
 *
 * @param lengths of each column the letters of all values of several words, 0 of a column without such values
 */
public record TextColumns(Map<String, Long> lengths) {

    /**
     * Reads all rows.
     *
     * @throws dev.gemmatune.model.UserError with all broken ones
     */
    public static TextColumns of(RowSource source) {
        Map<String, Long> lengths = new LinkedHashMap<>();
        Problems problems = new Problems(source.name());
        source.forEach(problems, row -> add(row, lengths));
        problems.throwIfAny();
        return new TextColumns(lengths);
    }

    /** All names, in the order in which they come first. */
    public Set<String> names() {
        return lengths.keySet();
    }

    /** Options of {@code data split} to copy: where two columns hold text, the longer one is taken for the answers. */
    public String suggestion() {
        List<String> texts = lengths.entrySet().stream()
                .filter(column -> column.getValue() > 0)
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        String anchor = texts.size() == 2 ? texts.get(0) : "COLUMN";
        String positive = texts.size() == 2 ? texts.get(1) : "COLUMN";
        return option(anchor, "anchor") + " " + option(positive, "positive");
    }

    private static String option(String column, String role) {
        String value = column + "=" + role;
        return "--column " + (value.matches("[\\p{L}\\p{N}_.=-]+") ? value : "'" + value.replace("'", "'\\''") + "'");
    }

    private static void add(Row row, Map<String, Long> lengths) {
        for (Map.Entry<String, JsonElement> entry : row.value().entrySet()) {
            JsonElement value = entry.getValue();
            boolean text = value.isJsonPrimitive()
                    && value.getAsJsonPrimitive().isString()
                    && value.getAsString().strip().indexOf(' ') > 0;
            lengths.merge(entry.getKey(), text ? (long) value.getAsString().length() : 0L, Long::sum);
        }
    }
}

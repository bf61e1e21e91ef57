package dev.gemmatune.datasets.inspect;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.model.tokenizer.TextTokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tech.tablesaw.api.LongColumn;

/**
 * Looks at rows one by one and says in the end what they are. Nothing but numbers and a sample is kept: 12 bytes for each
 * value, 8 for each row.
 */
public final class DataInspection {

    /**
     * How closely to look.
     *
     * @param tokenizer counts tokens; its own limit must be far above {@code maxLength}
     * @param maxLength tokens that a model takes of a text
     * @param sample how many texts of each column are counted in tokens; 0 for all
     * @param examples how many rows are kept as examples
     */
    public record Settings(Optional<TextTokenizer> tokenizer, int maxLength, int sample, int examples) {

        /** Checks the ranges. */
        public Settings {
            if (maxLength < 1 || sample < 0 || examples < 0) {
                throw new IllegalArgumentException("maxLength must be >= 1, sample and examples >= 0, got " + maxLength
                        + ", " + sample + ", " + examples);
            }
        }
    }

    private static final long SEED = 42;

    private final Settings settings;
    private final Map<String, ColumnValues> columns = new LinkedHashMap<>();
    private final LongColumn keys = LongColumn.create("row");
    private final List<JsonObject> examples = new ArrayList<>();
    private final Random random = new Random(SEED);
    private long rows;

    /** Nothing seen yet. */
    public DataInspection(Settings settings) {
        this.settings = settings;
    }

    /** Takes a row in. */
    public void add(Row row) {
        rows++;
        long key = 0;
        for (Map.Entry<String, JsonElement> entry : row.value().entrySet()) {
            ColumnValues column =
                    columns.computeIfAbsent(entry.getKey(), name -> new ColumnValues(name, limit(), SEED));
            key = key * 31 + ValueKey.of(entry.getKey()) * 31 + column.add(entry.getValue());
        }
        keys.append(key);
        keepExample(row.value());
    }

    /** What the rows are; counts the tokens of the sample. */
    public DataReport report() {
        return new DataReport(
                rows,
                columns.values().stream().map(column -> column.report(settings)).toList(),
                rows - keys.countUnique(),
                examples);
    }

    private int limit() {
        if (settings.tokenizer().isEmpty()) {
            return 0;
        }
        return settings.sample() == 0 ? Integer.MAX_VALUE : settings.sample();
    }

    /** The first rows of all are rarely typical: every row is kept with the same probability (reservoir sampling). */
    private void keepExample(JsonObject row) {
        if (examples.size() < settings.examples()) {
            examples.add(row);
        } else if (settings.examples() > 0) {
            long place = random.nextLong(rows);
            if (place < settings.examples()) {
                examples.set((int) place, row);
            }
        }
    }
}

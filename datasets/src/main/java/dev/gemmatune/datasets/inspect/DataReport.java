package dev.gemmatune.datasets.inspect;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * What is in rows.
 *
 * @param rows how many
 * @param columns each, in the order in which they occur
 * @param repeated how many rows are equal to an earlier one
 * @param examples some rows, spread over all
 */
public record DataReport(long rows, List<ColumnReport> columns, long repeated, List<JsonObject> examples) {

    /** Copies the lists. */
    public DataReport {
        columns = List.copyOf(columns);
        examples = List.copyOf(examples);
    }
}

package dev.gemmatune.cli.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.inspect.ColumnReport;
import dev.gemmatune.datasets.inspect.DataReport;
import dev.gemmatune.datasets.inspect.Lengths;
import dev.gemmatune.datasets.leakage.Leak;
import java.util.List;
import java.util.Map;

/** What was found in rows, for programs. */
public final class DataJson {

    private DataJson() {}

    /**
     * A report with what the rows have in common with evaluation data.
     *
     * @param source where the rows come from
     * @param leaks by the name of the evaluation data
     */
    public static JsonObject of(String source, DataReport report, Map<String, List<Leak>> leaks) {
        JsonObject object = new JsonObject();
        object.addProperty("source", source);
        object.addProperty("rows", report.rows());
        object.addProperty("repeated", report.repeated());
        JsonArray columns = new JsonArray();
        report.columns().forEach(column -> columns.add(column(column)));
        object.add("columns", columns);
        JsonObject overlap = new JsonObject();
        leaks.forEach((name, found) -> overlap.addProperty(name, found.size()));
        object.add("overlap", overlap);
        return object;
    }

    private static JsonObject column(ColumnReport column) {
        JsonObject object = new JsonObject();
        object.addProperty("name", column.name());
        object.addProperty("filled", column.filled());
        object.addProperty("distinct", column.distinct());
        column.characters().ifPresent(lengths -> object.add("characters", lengths(lengths)));
        column.tokens().ifPresent(tokens -> {
            JsonObject counted = lengths(tokens.lengths());
            counted.addProperty("truncated", tokens.truncated());
            counted.addProperty("sampled", tokens.sampled());
            object.add("tokens", counted);
        });
        return object;
    }

    private static JsonObject lengths(Lengths lengths) {
        JsonObject object = new JsonObject();
        object.addProperty("mean", lengths.mean());
        object.addProperty("median", lengths.median());
        object.addProperty("percentile_95", lengths.percentile95());
        object.addProperty("longest", lengths.longest());
        return object;
    }
}

package dev.gemmatune.datasets.lines;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads rows with named columns: JSON Lines ({@code .jsonl}), or values separated by commas ({@code .csv}) or tabs
 * ({@code .tsv}) under a header, each perhaps compressed ({@code .gz}). Memory: one row.
 */
public final class TableFile {

    private TableFile() {}

    /**
     * Hands every row to {@code consumer}, in order; values of CSV are strings.
     *
     * @param columns from the names that the consumer asks for to those in the file, where they differ; a file without
     *     such a column is read by its own names
     * @param problems gets the {@link UserError} of each row that is broken or refused
     * @throws UserError if the file cannot be read at all, or if its name does not show how to read it
     */
    public static void read(
            Path file, Map<String, String> columns, Problems problems, Consumer<JsonLines.Row> consumer) {
        String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        Consumer<JsonLines.Row> renamed = row -> consumer.accept(renamed(row, columns));
        if (name.endsWith(".jsonl")) {
            JsonLines.read(file, problems, renamed);
        } else if (name.endsWith(".csv")) {
            readDelimited(file, ',', problems, renamed);
        } else if (name.endsWith(".tsv")) {
            readDelimited(file, '\t', problems, renamed);
        } else if (name.endsWith(".parquet")) {
            throw new UserError(
                    file + " is a Parquet file, which is not read yet; convert it, for example with python -c \"import"
                            + " pandas; pandas.read_parquet('IN.parquet').to_json('OUT.jsonl', orient='records',"
                            + " lines=True)\"");
        } else {
            throw new UserError(
                    file + ": expected a name that ends in .jsonl, .csv or .tsv (or one of them and .gz), so that it is"
                            + " clear how to read it");
        }
    }

    private static JsonLines.Row renamed(JsonLines.Row row, Map<String, String> columns) {
        if (columns.isEmpty()) {
            return row;
        }
        JsonObject object = row.value().deepCopy();
        columns.forEach((wanted, inFile) -> {
            JsonElement value = row.value().get(inFile);
            if (value != null) {
                object.add(wanted, value);
            }
        });
        return new JsonLines.Row(row.place(), row.line(), object);
    }

    private static void readDelimited(Path file, char separator, Problems problems, Consumer<JsonLines.Row> consumer) {
        try (DelimitedRows rows = new DelimitedRows(Utf8Lines.open(file), separator)) {
            List<String> header = rows.next();
            if (header == null) {
                problems.add(file + " is empty; a header with the names of the columns is expected");
                return;
            }
            boolean anything = false;
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                anything = true;
                try {
                    consumer.accept(row(header, row, rows.place(), rows.line()));
                } catch (UserError e) {
                    if (problems.isEnded()) {
                        throw e;
                    }
                    problems.add(e.getMessage());
                }
            }
            if (!anything) {
                problems.add(file + " has no rows under its header");
            }
        }
    }

    private static JsonLines.Row row(List<String> header, List<String> values, String place, int line) {
        if (values.size() != header.size()) {
            throw new UserError(place + ": found " + values.size() + " values, but the header names " + header.size()
                    + " columns: " + header);
        }
        JsonObject object = new JsonObject();
        for (int i = 0; i < values.size(); i++) {
            object.add(header.get(i), new JsonPrimitive(values.get(i)));
        }
        return new JsonLines.Row(place, line, object);
    }
}

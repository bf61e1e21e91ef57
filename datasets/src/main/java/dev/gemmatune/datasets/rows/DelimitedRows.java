package dev.gemmatune.datasets.rows;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Values separated by commas or tabs under a header, quoted as RFC 4180 describes it. Blank lines are skipped. */
final class DelimitedRows implements RowReader {

    private static final char[] SEPARATORS = {',', ';', '\t', ' '};

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final String name;
    private final char separator;
    private List<String> header;
    private long headerLine;
    private long lastLine;

    DelimitedRows(Reader text, String name, char separator) {
        this.name = name;
        this.separator = separator;
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text);
        this.records = reader.iterator();
    }

    @Override
    public Row next() {
        if (header == null) {
            CsvRecord first = record();
            if (first == null) {
                return null;
            }
            header = header(first.getFields());
            headerLine = lastLine;
        }
        long before = lastLine;
        CsvRecord record = record();
        if (record == null && before == headerLine) {
            throw new UnreadableRest(name + " has no rows under its header: " + header, null);
        }
        if (record == null) {
            return null;
        }
        if (before == headerLine) {
            checkSeparator(record.getFields());
        }
        return row(record);
    }

    private CsvRecord record() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            lastLine = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof UserError told) {
                throw new UnreadableRest(told.getMessage(), e);
            }
            throw new UnreadableRest(
                    name + ": a value in quotes behind line " + lastLine + " does not end as it should (" + reason(e)
                            + "); close it with \", and double every \" inside it",
                    e);
        } catch (UncheckedIOException e) {
            throw new UnreadableRest("cannot read " + name + ": " + e.getCause().getMessage(), e);
        } catch (UserError e) {
            throw new UnreadableRest(e.getMessage(), e);
        }
    }

    private static String reason(CsvParseException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }

    private List<String> header(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String column : names) {
            if (!seen.add(column)) {
                throw new UnreadableRest(
                        name + ":" + lastLine + ": the header names the column \"" + column + "\" twice; found "
                                + names,
                        null);
            }
        }
        return names;
    }

    /** Where header and first row are one value each, and something else parts both into as many columns. */
    private void checkSeparator(List<String> first) {
        String names = header.get(0);
        for (char other : SEPARATORS) {
            boolean found = header.size() == 1
                    && first.size() == 1
                    && other != ' '
                    && parts(names, other) > 1
                    && parts(names, other) == parts(first.get(0), other);
            if (found) {
                throw new UnreadableRest(
                        name + ": expected columns separated by " + word(separator) + ", found them separated by "
                                + word(other) + ", under the header " + names + "; write the file with "
                                + word(separator) + (other == ';' ? "" : ", or correct its ending"),
                        null);
            }
        }
    }

    /** A question, if another separator parts the only value of a line into as many columns as the other line has. */
    private String hint(List<String> values) {
        int columns = Math.max(values.size(), header.size());
        List<String> line = values.size() < header.size() ? values : header;
        for (char other : SEPARATORS) {
            if (line.size() == 1 && other != separator && parts(line.get(0), other) == columns) {
                return " (is it separated by " + word(other) + "?)";
            }
        }
        return "";
    }

    private static int parts(String line, char separator) {
        return 1
                + (int) line.chars().filter(character -> character == separator).count();
    }

    private static String word(char separator) {
        return switch (separator) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            default -> "spaces";
        };
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private Row row(CsvRecord record) {
        int line = Math.toIntExact(record.getStartingLineNumber());
        String place = name + ":" + line;
        List<String> values = record.getFields();
        if (values.size() != header.size()) {
            throw new UserError(place + ": found " + counted(values.size(), "value") + ", but the header names "
                    + counted(header.size(), "column") + ": " + header + hint(values));
        }
        JsonObject object = new JsonObject();
        for (int i = 0; i < values.size(); i++) {
            object.add(header.get(i), new JsonPrimitive(values.get(i)));
        }
        return new Row(place, line, object);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UserError("cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}

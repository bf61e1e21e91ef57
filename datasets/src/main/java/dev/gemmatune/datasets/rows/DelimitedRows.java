package dev.gemmatune.datasets.rows;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.datasets.lines.StrictReader;
import dev.gemmatune.model.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values separated by commas, semicolons or tabs under a header, quoted as RFC 4180 describes it or not at all. Blank lines
 * are skipped, and so is the line {@code sep=;} with which Excel tells itself the separator.
 */
final class DelimitedRows implements RowReader {

    /** Stands for no quote: no text has it, since Unicode promises that it is no character. */
    static final char NO_QUOTE = '\uFFFF';

    private static final String ENCODING_REMEDY =
            "save the file as UTF-8, or name its encoding, which Excel's is mostly:"
                    + " encoding: windows-1252 (--encoding at the command line)";

    private static final char[] SEPARATORS = {',', ';', '\t', ' '};

    /** If so many rows at the start all have other columns than the header, the separator is wrong, and not the rows. */
    private static final int CHECKED_ROWS = 3;

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final String name;
    private final char separator;
    private final boolean quoted;
    private final QuoteWatch watch;
    private final Deque<CsvRecord> ahead = new ArrayDeque<>();
    private List<String> header;
    private long lastLine;

    private DelimitedRows(StrictReader text, String name, TableStart start, boolean quotesGiven) {
        this.name = name;
        this.separator = start.separator();
        this.quoted = start.quoted();
        this.watch = new QuoteWatch(text, name, quoted, quotesGiven);
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quoted ? '"' : NO_QUOTE)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(watch);
        this.records = reader.iterator();
    }

    /**
     * Looks at the beginning of a stream and reads on from there.
     *
     * @param usual the separator that the file's name promises
     */
    static DelimitedRows open(InputStream input, String name, char usual, TableSettings settings) {
        BufferedInputStream buffered = TableStart.buffered(input);
        try {
            TableStart start = TableStart.of(buffered, name, usual, settings);
            StrictReader text = new StrictReader(buffered, name, start.charset(), ENCODING_REMEDY);
            return new DelimitedRows(text, name, start, settings.quotes() != Quotes.AUTO);
        } catch (UserError e) {
            try (buffered) {
                throw new UnreadableRest(e.getMessage(), e);
            } catch (IOException closing) {
                throw new UncheckedIOException(closing);
            }
        }
    }

    @Override
    public Row next() {
        if (header == null) {
            if (!readHeader()) {
                return null;
            }
            lookAhead();
        }
        CsvRecord record = ahead.isEmpty() ? record() : ahead.poll();
        if (record == null) {
            watch.tellAtEnd();
            return null;
        }
        watch.see(record);
        return row(record);
    }

    /** Whether there is anything. */
    private boolean readHeader() {
        CsvRecord first = record();
        boolean excel = first != null
                && first.getField(0).toLowerCase(Locale.ROOT).startsWith("sep=")
                && first.getFieldCount() <= 2;
        if (excel) {
            first = record();
        }
        if (first == null) {
            return false;
        }
        header = header(first.getFields());
        return true;
    }

    /** Rows that all are of other columns than the header have one reason, which is told once. */
    private void lookAhead() {
        for (CsvRecord record = record(); record != null; record = record()) {
            ahead.add(record);
            if (ahead.size() == CHECKED_ROWS) {
                break;
            }
        }
        if (ahead.isEmpty()) {
            throw new UnreadableRest(name + " has no rows under its header: " + Listed.of(header), null);
        }
        boolean noneFits = ahead.size() == CHECKED_ROWS
                && ahead.stream().noneMatch(record -> record.getFieldCount() == header.size());
        if (noneFits) {
            List<String> first = ahead.getFirst().getFields();
            throw new UnreadableRest(
                    name + ": the header names " + counted(header.size(), "column") + ", " + Listed.of(header)
                            + ", but none of the first rows has as many: line "
                            + ahead.getFirst().getStartingLineNumber() + " has "
                            + counted(first.size(), "value") + hint(first) + "; read as separated by "
                            + TableStart.word(separator)
                            + ": the key separator names another (--separator at the command line)",
                    null);
        }
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
                            + "); close it with \", and double every \" inside it; where quotes are letters like others,"
                            + " set the key quotes to never (--quotes never at the command line)",
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
                        name + ":" + lastLine + ": the header names the column \"" + Listed.name(column)
                                + "\" twice; found " + Listed.of(names),
                        null);
            }
        }
        return names;
    }

    /** A question, if another separator parts the only value of a line into as many columns as the other line has. */
    private String hint(List<String> values) {
        int columns = Math.max(values.size(), header.size());
        List<String> line = values.size() < header.size() ? values : header;
        for (char other : SEPARATORS) {
            if (line.size() == 1 && other != separator && parts(line.get(0), other) == columns) {
                return " (is it separated by " + TableStart.word(other) + "?)";
            }
        }
        boolean open = !quoted
                && values.stream()
                                        .flatMapToInt(String::chars)
                                        .filter(letter -> letter == '"')
                                        .count()
                                % 2
                        == 1;
        return open ? " (if a value in quotes goes over several lines, set quotes to always)" : "";
    }

    private static int parts(String line, char separator) {
        return 1
                + (int) line.chars().filter(character -> character == separator).count();
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
                    + counted(header.size(), "column") + ": " + Listed.of(header) + hint(values));
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

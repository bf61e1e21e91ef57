package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into rows of values as RFC 4180 describes it: a value in quotes may hold the separator, line ends, and
 * quotes, which are doubled. Blank lines are skipped.
 */
final class DelimitedRows implements Closeable {

    private static final char QUOTE = '"';

    private final Utf8Lines lines;
    private final char separator;
    private int firstLine;

    DelimitedRows(Utf8Lines lines, char separator) {
        this.lines = lines;
        this.separator = separator;
    }

    /**
     * The values of the next row, or null after the last one.
     *
     * @throws UserError if a quoted value does not end
     */
    List<String> next() {
        String line = lines.next();
        while (line != null && line.isEmpty()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        firstLine = lines.number();
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        int position = 0;
        while (true) {
            if (position == line.length()) {
                if (!quoted) {
                    values.add(value.toString());
                    return values;
                }
                value.append('\n');
                line = continued();
                position = 0;
                continue;
            }
            char unit = line.charAt(position++);
            if (quoted) {
                boolean doubled = unit == QUOTE && position < line.length() && line.charAt(position) == QUOTE;
                if (doubled) {
                    value.append(QUOTE);
                    position++;
                } else if (unit == QUOTE) {
                    quoted = false;
                } else {
                    value.append(unit);
                }
            } else if (unit == QUOTE && value.isEmpty()) {
                quoted = true;
            } else if (unit == separator) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(unit);
            }
        }
    }

    /** Where the row starts. */
    String place() {
        return lines.name() + ":" + firstLine;
    }

    int line() {
        return firstLine;
    }

    @Override
    public void close() {
        lines.close();
    }

    private String continued() {
        String line = lines.next();
        if (line == null) {
            throw new UserError(place() + ": a value in quotes does not end; close it with \"");
        }
        return line;
    }
}

package dev.gemmatune.datasets.rows;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.gemmatune.datasets.lines.ReadingNotes;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Watches the quotes of a table as it is read, and tells at its end where they may have been meant otherwise: a value over
 * several lines where no other row has quotes, or values in quotes in a table that is read without quoting.
 */
final class QuoteWatch extends FilterReader {

    private final String name;
    private final boolean quoted;
    private final boolean given;
    private long quotes;
    private long explained;
    private long seen;
    private long firstLine;

    /**
     * Watches a text.
     *
     * @param quoted whether quotes enclose values
     * @param given whether the user said so
     */
    QuoteWatch(Reader text, String name, boolean quoted, boolean given) {
        super(text);
        this.name = name;
        this.quoted = quoted;
        this.given = given;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        for (int i = offset; i < offset + count; i++) {
            quotes += target[i] == '"' ? 1 : 0;
        }
        return count;
    }

    /** Looks at a row. */
    void see(CsvRecord row) {
        if (given || quotes == 0) {
            return;
        }
        for (String value : row.getFields()) {
            if (quoted ? value.indexOf('\n') >= 0 : isEnclosed(value)) {
                firstLine = seen == 0 ? row.getStartingLineNumber() : firstLine;
                seen++;
                explained +=
                        2 + 2 * value.chars().filter(letter -> letter == '"').count();
            }
        }
    }

    private static boolean isEnclosed(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    }

    /** Tells what is unusual, when all rows were seen. */
    void tellAtEnd() {
        if (seen == 0) {
            return;
        }
        String place = name + ":" + firstLine + ": ";
        if (!quoted) {
            ReadingNotes.tell(
                    place + (seen == 1 ? "a value stands" : seen + " values of the table, this the first, stand")
                            + " in quotes, which stay part of the text, since a .tsv is read without quoting unless all of it is"
                            + " quoted; where they enclose values, set the key quotes to always (--quotes always)");
        } else if (quotes == explained) {
            ReadingNotes.tell(place + "a value in quotes goes over several lines"
                    + (seen == 1 ? "" : ", and " + (seen - 1) + " more")
                    + ", while no other row has any quotes; where they are quotation marks of the text, set the key"
                    + " quotes to never (--quotes never)");
        }
    }
}

package dev.gemmatune.datasets.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at the beginning of a table with an eye for its quotes. */
final class QuotedTable {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?");

    private QuotedTable() {}

    /** Where the line that begins at {@code start} ends, not counting line ends between quotes unless they stay open. */
    static int lineEnd(String text, int start) {
        int end = lineEnd(text, start, true);
        return end < text.length() ? end : lineEnd(text, start, false);
    }

    private static int lineEnd(String text, int start, boolean quotes) {
        boolean inside = false;
        for (int i = start; i < text.length(); i++) {
            char letter = text.charAt(i);
            inside ^= quotes && letter == '"';
            if (!inside && (letter == '\n' || letter == '\r')) {
                return i;
            }
        }
        return text.length();
    }

    /** How often a separator stands outside quotes; everywhere if quotes stay open. */
    static int count(String line, char separator) {
        boolean balanced = line.chars().filter(letter -> letter == '"').count() % 2 == 0;
        boolean inside = false;
        int count = 0;
        for (int i = 0; i < line.length(); i++) {
            inside ^= balanced && line.charAt(i) == '"';
            count += !inside && line.charAt(i) == separator ? 1 : 0;
        }
        return count;
    }

    /**
     * Whether every value under the header that is no number and not empty stands in quotes, as RFC 4180 has them.
     *
     * @param text the beginning of a table
     * @param whole whether it is all of it; else its last row is not looked at
     */
    static boolean isQuotedThroughout(String text, char separator, boolean whole) {
        int position = lineEnd(text, 0, true);
        int quoted = 0;
        while (position < text.length()) {
            if (text.charAt(position) == '\n' || text.charAt(position) == '\r') {
                position++;
                continue;
            }
            boolean opens = text.charAt(position) == '"';
            int end = opens ? closingQuote(text, position) + 1 : valueEnd(text, position, separator);
            if (end == 0 || (end == text.length() && !whole)) {
                return !whole && quoted > 0;
            }
            boolean ends = end == text.length() || "\r\n".indexOf(text.charAt(end)) >= 0;
            boolean plain = opens || isPlain(text.substring(position, end));
            if (!plain || !(ends || text.charAt(end) == separator)) {
                return false;
            }
            quoted += opens ? 1 : 0;
            position = ends ? end : end + 1;
        }
        return quoted > 0;
    }

    /**
     * Whether all rows have as many columns as the header if quotes enclose values, and not all of them if they do not: a value
     * in quotes holds separators or line ends.
     */
    static boolean fitsOnlyQuoted(String text, char separator, boolean whole) {
        return text.indexOf('"') >= 0
                && fits(text, separator, '"', whole)
                && !fits(text, separator, DelimitedRows.NO_QUOTE, whole);
    }

    private static boolean fits(String text, char separator, char quote, boolean whole) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quote)
                .allowUnclosedQuote(!whole)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            List<Integer> counts =
                    reader.stream().map(CsvRecord::getFieldCount).collect(Collectors.toCollection(ArrayList::new));
            if (!whole && !counts.isEmpty()) {
                counts.remove(counts.size() - 1);
            }
            return counts.stream().distinct().count() == 1;
        } catch (CsvParseException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPlain(String value) {
        return value.isBlank() || NUMBER.matcher(value.strip()).matches();
    }

    private static int valueEnd(String text, int start, char separator) {
        int end = start;
        while (end < text.length() && text.charAt(end) != separator && "\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** The place of the quote that closes the one at {@code start}, or -1; two in a row stand for one inside. */
    private static int closingQuote(String text, int start) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }
}

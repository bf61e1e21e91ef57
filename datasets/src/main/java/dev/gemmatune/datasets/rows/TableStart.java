package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.datasets.lines.TextInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file of separated values is written, as its first bytes show it or as the user says it.
 *
 * @param charset its encoding
 * @param separator between values
 * @param quoted whether a quote encloses a value
 */
record TableStart(Charset charset, char separator, boolean quoted) {

    /** So much is looked at. */
    private static final int HEAD_BYTES = 1 << 18;

    /** More than half of so many rows must have as many columns as the header. */
    private static final int ROWS = 5;

    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    /**
     * Looks at the beginning of a stream, and tells what it has to assume.
     *
     * @param input at its start; it is there again afterwards
     * @param usual the separator that the file's name promises
     */
    static TableStart of(BufferedInputStream input, String name, char usual, TableSettings settings) {
        byte[] head = head(input, name);
        Charset charset = settings.encoding().orElseGet(() -> Encodings.of(head));
        boolean whole = head.length < HEAD_BYTES;
        String text = withoutMark(new String(head, charset));
        char separator = settings.separator().orElseGet(() -> separator(text, usual));
        boolean quoted = switch (settings.quotes()) {
            case ALWAYS -> true;
            case NEVER -> false;
            // Excel writes its Unicode text with tabs, in UTF-16, and quotes where it must.
            case AUTO ->
                usual == ','
                        || separator != '\t'
                        || isUtf16(charset)
                        || QuotedTable.isQuotedThroughout(text, separator, whole)
                        || QuotedTable.fitsOnlyQuoted(text, separator, whole);
        };
        tell(name, usual, separator, charset, settings);
        return new TableStart(charset, separator, quoted);
    }

    /** The same for a stream that is not looked at twice. */
    static BufferedInputStream buffered(InputStream input) {
        return new BufferedInputStream(input, HEAD_BYTES);
    }

    private static byte[] head(BufferedInputStream input, String name) {
        try {
            input.mark(HEAD_BYTES);
            byte[] head = input.readNBytes(HEAD_BYTES);
            input.reset();
            return head;
        } catch (IOException e) {
            throw TextInput.cannotRead(name, e);
        }
    }

    private static void tell(String name, char usual, char separator, Charset charset, TableSettings settings) {
        List<String> found = new ArrayList<>();
        if (settings.separator().isEmpty() && separator != usual) {
            found.add("separated by " + word(separator));
        }
        if (settings.encoding().isEmpty() && !charset.equals(StandardCharsets.UTF_8)) {
            found.add("in " + charset.displayName());
        }
        if (!found.isEmpty()) {
            ReadingNotes.tell(name + ": read as a table " + String.join(", ", found)
                    + "; the keys separator and encoding say it where that is wrong");
        }
    }

    /** The first line of some Excel files says it; else header and first row do. */
    private static char separator(String text, char usual) {
        String start = text.stripLeading();
        if (start.regionMatches(true, 0, "sep=", 0, 4) && start.length() > 5 && "\r\n".indexOf(start.charAt(5)) >= 0) {
            return start.charAt(4);
        }
        int headerEnd = QuotedTable.lineEnd(start, 0);
        String header = start.substring(0, headerEnd);
        List<String> rows = firstRows(start, headerEnd);
        char best = usual;
        int bestScore = score(header, rows, usual);
        for (char other : SEPARATORS) {
            int score = score(header, rows, other);
            if (score > bestScore) {
                best = other;
                bestScore = score;
            }
        }
        return best;
    }

    private static List<String> firstRows(String text, int headerEnd) {
        List<String> rows = new ArrayList<>();
        int start = headerEnd;
        while (rows.size() < ROWS && start < text.length()) {
            int end = QuotedTable.lineEnd(text, start);
            if (end > start) {
                rows.add(text.substring(start, end));
            }
            start = end + 1;
        }
        return rows;
    }

    /** The columns that a separator makes of the header, if most of the first rows have as many; else none. */
    private static int score(String header, List<String> rows, char separator) {
        int count = QuotedTable.count(header, separator);
        long fitting = rows.stream()
                .filter(row -> QuotedTable.count(row, separator) == count)
                .count();
        return rows.isEmpty() || 2 * fitting > rows.size() ? count : 0;
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isUtf16(Charset charset) {
        return charset.name().startsWith("UTF-16");
    }

    static String word(char separator) {
        return switch (separator) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            case ' ' -> "spaces";
            default -> "\"" + separator + "\"";
        };
    }
}

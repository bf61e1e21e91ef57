package dev.gemmatune.cli.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text: the first column to the left, numbers to the right. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has not as many cells as there are headings
     */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("cells must be " + rows.get(0).size() + ", got " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Four digits, as scores are mostly written; {@code -} if it is not defined. */
    public static String score(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** With its sign. */
    public static String difference(double before, double after) {
        return signed(after - before);
    }

    /** With its sign; what rounds to nothing is {@code +0.0000}. */
    public static String signed(double value) {
        String text = Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+.4f", value);
        return text.equals("-0.0000") ? "+0.0000" : text;
    }

    /** The lines: headings, a rule, rows. */
    public List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
        String rule = IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP));
        lines.add(1, rule);
        return Collections.unmodifiableList(lines);
    }

    /** Prints the lines as results. */
    public void print(Console console) {
        lines().forEach(console::result);
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? cell + padding : GAP + padding + cell);
        }
        return line.toString().stripTrailing();
    }
}

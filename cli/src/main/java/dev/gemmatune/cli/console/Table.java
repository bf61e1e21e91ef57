package dev.gemmatune.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text: the first column to the left, numbers to the right. */
public final class Table {

    private static final String GAP = "  ";
    /** A first column is not made narrower than this. */
    private static final int NARROWEST = 12;

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
        int[] widths = widths();
        List<String> lines = rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
        lines.add(1, rule(widths));
        return Collections.unmodifiableList(lines);
    }

    private int[] widths() {
        return IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
    }

    private static String rule(int[] widths) {
        return IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP));
    }

    /** Prints the lines as results; where the terminal is too narrow, as several tables below each other. */
    public void print(Console console) {
        lines(console.resultColumns()).forEach(console::result);
    }

    /**
     * The lines for a terminal: columns that do not fit stand in further tables, each of which begins with the first
     * column, and cells of that one that are too long for half of the width are broken between words.
     *
     * @param width of the terminal; 0 for no limit
     */
    public List<String> lines(int width) {
        List<String> whole = lines();
        int widest = whole.stream().mapToInt(String::length).max().orElse(0);
        if (width <= 0 || widest <= width) {
            return whole;
        }
        int first = Math.min(widths()[0], Math.max(width / 2, NARROWEST));
        List<String> lines = new ArrayList<>();
        int columns = rows.get(0).size();
        for (int from = 1; from < columns; ) {
            int to = from;
            int used = first;
            while (to < columns && (to == from || used + GAP.length() + widths()[to] <= width)) {
                used += GAP.length() + widths()[to++];
            }
            if (from > 1) {
                lines.add("");
            }
            lines.addAll(part(from, to, first));
            from = to;
        }
        return lines;
    }

    private List<String> part(int from, int to, int first) {
        int[] widths = IntStream.concat(IntStream.of(first), Arrays.stream(widths(), from, to))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> broken = Words.wrap(row.get(0), first);
            for (int line = 0; line < broken.size(); line++) {
                List<String> cells = new ArrayList<>(List.of(broken.get(line)));
                for (int column = from; column < to; column++) {
                    cells.add(line == 0 ? row.get(column) : "");
                }
                lines.add(line(cells, widths));
            }
            if (row == rows.get(0)) {
                lines.add(rule(widths));
            }
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
            line.append(column == 0 ? cell + padding : GAP + padding + cell);
        }
        return line.toString().stripTrailing();
    }
}

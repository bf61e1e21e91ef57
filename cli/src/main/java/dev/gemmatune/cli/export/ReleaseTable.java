package dev.gemmatune.cli.export;

import dev.gemmatune.cli.console.Numbers;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.report.RetrievalLoss;
import dev.gemmatune.export.report.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * All exports of a model side by side.
 *
 * @param headings of the columns
 * @param rows a format each
 */
public record ReleaseTable(List<String> headings, List<List<String>> rows) {

    private static final double MEGABYTE = 1e6;
    private static final String UNKNOWN = "-";

    /** Copies the lists. */
    public ReleaseTable {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** The table of these exports; with scores there is a column for each dimension. */
    public static ReleaseTable of(List<ExportReport> exports) {
        TreeSet<Integer> dimensions = new TreeSet<>((a, b) -> b - a);
        exports.forEach(export -> export.verification().losses().forEach(loss -> dimensions.add(loss.dimension())));
        List<String> headings = new ArrayList<>(
                List.of("format", "MB", "difference", "cosine min", "mean", "load ms", "ms/text", "memory MB"));
        dimensions.forEach(dimension -> headings.add("nDCG@10 loss at " + dimension));
        List<List<String>> rows =
                exports.stream().map(export -> row(export, dimensions)).toList();
        return new ReleaseTable(headings, rows);
    }

    /** For the console. */
    public Table text() {
        Table table = new Table(headings.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table;
    }

    private static List<String> row(ExportReport export, TreeSet<Integer> dimensions) {
        Verification verification = export.verification();
        List<String> cells = new ArrayList<>();
        cells.add(export.format());
        cells.add(number("%.1f", export.bytes() / MEGABYTE));
        cells.add(Numbers.plain(verification.maxAbsoluteDifference(), 2));
        cells.add(number("%.5f", verification.minCosine()));
        cells.add(number("%.5f", verification.meanCosine()));
        cells.add(number("%.0f", verification.resources().loadMilliseconds()));
        cells.add(number("%.1f", verification.resources().millisecondsPerText()));
        OptionalDouble memory = verification.resources().residentMegabytes();
        cells.add(memory.isPresent() ? number("%.0f", memory.getAsDouble()) : UNKNOWN);
        for (int dimension : dimensions) {
            cells.add(verification.losses().stream()
                    .filter(loss -> loss.dimension() == dimension)
                    .map(RetrievalLoss::loss)
                    .map(Table::signed)
                    .findAny()
                    .orElse(UNKNOWN));
        }
        return cells;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

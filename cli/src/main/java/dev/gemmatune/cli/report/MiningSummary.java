package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.datasets.mining.MiningReport;
import dev.gemmatune.datasets.mining.MiningRules;
import dev.gemmatune.datasets.mining.Quantiles;
import dev.gemmatune.datasets.mining.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a mining found, in two small tables and a few sentences. */
public final class MiningSummary {

    private static final int PERCENT = 100;
    private static final int DEEPER = 4;

    private MiningSummary() {}

    /** The lines. */
    public static List<String> of(MiningReport report, MiningRules rules) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d rows with %,d different anchors, %,d different documents%s",
                report.rows(),
                report.anchors(),
                report.documents(),
                report.duplicates() == 0 ? "" : String.format(Locale.ROOT, " (%,d repeated)", report.duplicates())));
        if (report.ownNegatives() > 0) {
            lines.add(String.format(
                    Locale.ROOT, "the rows had %,d negatives of their own before", report.ownNegatives()));
        }
        lines.add("");
        lines.addAll(new Table("scores", "min", "25 %", "median", "75 %", "max")
                .row(cells("positives", report.positiveScores()))
                .row(cells("negatives", report.negativeScores()))
                .lines());
        lines.add("");
        lines.addAll(rows(report, rules).lines());
        lines.add("");
        lines.addAll(candidates(report).lines());
        advice(report, rules).ifPresent(lines::add);
        return lines;
    }

    private static Table rows(MiningReport report, MiningRules rules) {
        Table table = new Table("rows", "number", "share");
        addShare(
                table,
                "with " + rules.negatives() + (rules.negatives() == 1 ? " negative" : " negatives"),
                report.fullRows(),
                report.rows());
        addShare(table, "with fewer", report.shortRows(), report.rows());
        addShare(table, "with none", report.emptyRows(), report.rows());
        addShare(table, "dropped", report.droppedRows(), report.rows());
        return table;
    }

    /** Negatives are counted by row, refusals by anchor: rows of one anchor share its search. */
    private static Table candidates(MiningReport report) {
        Table table = new Table("candidates", "number");
        table.row("taken, over all rows", String.format(Locale.ROOT, "%,d", report.negatives()));
        report.refused().forEach((refusal, count) -> {
            if (count > 0) {
                table.row("refused: " + refusal.words(), String.format(Locale.ROOT, "%,d", count));
            }
        });
        return table;
    }

    /** What helps where a tenth of the rows or more lack negatives. */
    private static Optional<String> advice(MiningReport report, MiningRules rules) {
        int lacking = report.shortRows() + report.emptyRows();
        if (lacking * 10 < report.rows()) {
            return Optional.empty();
        }
        Optional<Refusal> most = report.refused().entrySet().stream()
                .filter(entry ->
                        entry.getValue() > 0 && entry.getKey() != Refusal.POSITIVE && entry.getKey() != Refusal.RANGE)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        String range = rules.rangeMin() + "," + (rules.rangeMin() + DEEPER * (rules.depth(1) - rules.rangeMin()));
        return Optional.of(String.format(
                Locale.ROOT,
                "%n%,d rows lack negatives. %s",
                lacking,
                switch (most.orElse(Refusal.RANGE)) {
                    case ABSOLUTE_MARGIN, RELATIVE_MARGIN ->
                        "The margin refuses most candidates: they score above the"
                                + " positives, which the search ranks low. Look deeper (range " + range
                                + "), or take ranks instead of a margin (range 10,100 alone).";
                    case MAX_SCORE, MIN_SCORE ->
                        "The " + most.orElseThrow().words()
                                + " refuses most candidates; compare it with the scores above.";
                    default ->
                        "The search found too few documents; look deeper (range " + range + ") or in a larger corpus.";
                }));
    }

    private static void addShare(Table table, String what, int number, int all) {
        table.row(
                what,
                String.format(Locale.ROOT, "%,d", number),
                String.format(Locale.ROOT, "%.1f %%", (double) PERCENT * number / all));
    }

    private static String[] cells(String name, Quantiles quantiles) {
        return new String[] {
            name,
            Table.score(quantiles.minimum()),
            Table.score(quantiles.quarter()),
            Table.score(quantiles.median()),
            Table.score(quantiles.threeQuarters()),
            Table.score(quantiles.maximum())
        };
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.eval.significance.Difference;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a report says first.
 *
 * @param report of which
 */
record Headline(RunReport report) {

    private static final double PERCENT = 100;
    /** Half of the last digit that is shown. */
    private static final double NOTHING = 5e-5;
    /** From here on it would be written as 100.0 % or more. */
    private static final double ALL = 0.9995;

    /** One sentence with the main numbers of the first set, and the doubt in them if there is one. */
    String sentence() {
        return numbers() + report.doubt().map(doubt -> " But " + doubt + ".").orElse("");
    }

    private String numbers() {
        if (report.sets().isEmpty()) {
            return report.training()
                    .map(log -> String.format(
                            Locale.ROOT,
                            "Trained for %,d steps; the tuned model was not evaluated.",
                            log.steps().size()))
                    .orElse("Nothing was evaluated.");
        }
        Comparison set = report.sets().get(0);
        String metric = set.after().primaryMetric();
        double after = set.after().value(set.full(), metric);
        double before = set.before(set.full(), metric);
        String name = MetricTitle.of(metric);
        String start;
        if (Double.isNaN(before)) {
            start = String.format(
                    Locale.ROOT,
                    "The %smodel reaches %s %.4f on %s",
                    report.training().isPresent() ? "tuned " : "",
                    name,
                    after,
                    set.name());
        } else {
            double gain = after - before;
            start = String.format(
                    Locale.ROOT,
                    "Tuning %s %s on %s from %.4f to %.4f (%+.4f%s)",
                    Math.abs(gain) < NOTHING ? "left" : gain > 0 ? "raised" : "lowered",
                    name,
                    set.name(),
                    before,
                    after,
                    gain,
                    set.evidence()
                            .differences()
                            .at(set.full(), metric)
                            .map(Headline::certainty)
                            .orElse(""));
        }
        return start + keptClause(set, metric) + ".";
    }

    /** The same numbers by name. */
    Map<String, String> tiles() {
        Map<String, String> tiles = new LinkedHashMap<>();
        if (report.sets().isEmpty()) {
            return tiles;
        }
        Comparison set = report.sets().get(0);
        String metric = set.after().primaryMetric();
        String name = MetricTitle.of(metric);
        double after = set.after().value(set.full(), metric);
        double before = set.before(set.full(), metric);
        if (!Double.isNaN(before)) {
            tiles.put(name + " before", score(before));
        }
        tiles.put(name + (report.training().isPresent() ? " tuned" : ""), score(after));
        if (!Double.isNaN(after - before)) {
            tiles.put("gain", Table.signed(after - before));
            set.evidence()
                    .differences()
                    .at(set.full(), metric)
                    .ifPresent(difference -> tiles.put("95\u00a0% interval of the gain", Wording.interval(difference)));
        }
        double kept = set.kept(set.smallest(), metric);
        if (set.smallest() != set.full() && !Double.isNaN(kept)) {
            tiles.put("kept at " + set.smallest() + " dimensions", percent(kept));
        }
        return tiles;
    }

    /** {@code 93.1 %}; {@code -} if it is not defined. */
    static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f\u00a0%%", PERCENT * share);
    }

    private static String certainty(Difference difference) {
        return ", " + Wording.equation(difference) + (difference.significant() ? "" : ": it may be chance");
    }

    private static String keptClause(Comparison set, String metric) {
        double kept = set.kept(set.smallest(), metric);
        return set.smallest() == set.full() || Double.isNaN(kept)
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %d of %d dimensions keep %s of it",
                        set.smallest(),
                        set.full(),
                        kept < ALL ? percent(kept) : "all");
    }

    private static String score(double value) {
        return Table.score(value);
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Successes;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.model.Count;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a report says first.
 *
 * @param report of which
 */
record Headline(RunReport report) {

    /** One sentence with the main numbers of the first set, and the doubt in them if there is one. */
    String sentence() {
        String joined = report.sets().stream()
                        .findFirst()
                        .flatMap(Headline::difference)
                        .filter(Difference::significant)
                        .isPresent()
                ? " But "
                : " And ";
        return numbers() + report.doubt().map(doubt -> joined + doubt + ".").orElse("");
    }

    private String numbers() {
        if (report.sets().isEmpty()) {
            return report.training()
                    .map(log -> String.format(
                            Locale.ROOT,
                            "Trained for %s; the tuned model was not evaluated.",
                            Count.of(log.steps().size(), "steps")))
                    .orElse("Nothing was evaluated.");
        }
        Comparison set = report.sets().get(0);
        String metric = set.after().primaryMetric();
        return start(set, metric) + keptClause(set, metric) + "."
                + difference(set)
                        .filter(found -> !found.significant())
                        .map(found -> " " + Wording.needed(found))
                        .orElse("");
    }

    /** A clause. What was not tested, or may be chance, is not put down to the tuning. */
    private String start(Comparison set, String metric) {
        double after = set.after().value(set.full(), metric);
        double before = set.before(set.full(), metric);
        String name = MetricTitle.of(metric) + " on " + set.name();
        if (Double.isNaN(before)) {
            return String.format(
                    Locale.ROOT,
                    "The %smodel reaches %s %.4f on %s",
                    report.training().isPresent() ? "tuned " : "",
                    MetricTitle.of(metric),
                    after,
                    set.name());
        }
        String change =
                String.format(Locale.ROOT, "from %.4f to %.4f (%s", before, after, Table.signed(after - before));
        Optional<Difference> tested = difference(set);
        if (tested.isEmpty()) {
            return name + " went " + change + "; whether that is more than chance was not tested)";
        }
        String probability = ", " + Wording.equation(tested.get()) + ")";
        return tested.get().significant()
                ? "Tuning " + (after > before ? "raised " : "lowered ") + name + " " + change + probability
                : "No measurable difference in " + name + ": " + change + probability;
    }

    private static Optional<Difference> difference(Comparison set) {
        return set.evidence().differences().at(set.full(), set.after().primaryMetric());
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
            boolean clear = difference(set).filter(Difference::significant).isPresent();
            tiles.put(clear ? "gain" : "difference, may be chance", Table.signed(after - before));
            difference(set)
                    .ifPresent(found -> tiles.put("95\u00a0% interval of the difference", Wording.interval(found)));
        }
        Optional<Successes> found = set.evidence().after().flatMap(Successes::of);
        Optional<Successes> earlier = set.evidence().before().flatMap(Successes::of);
        found.ifPresent(now -> {
            tiles.put(
                    "right answer first",
                    earlier.map(then -> then.first() + " → ").orElse("") + now.of(now.first()));
            tiles.put(
                    "right answer among three",
                    earlier.map(then -> then.amongThree() + " → ").orElse("") + now.of(now.amongThree()));
        });
        if (set.smallest() != set.full()) {
            set.kept(set.smallest(), metric)
                    .ifPresent(kept ->
                            tiles.put("kept at " + set.smallest() + " dimensions, in\u00a0%", Wording.keptRange(kept)));
        }
        return tiles;
    }

    private static String keptClause(Comparison set, String metric) {
        return set.smallest() == set.full()
                ? ""
                : set.kept(set.smallest(), metric)
                        .map(kept -> "; " + set.smallest() + " of " + set.full() + " dimensions " + Wording.keep(kept))
                        .orElse("");
    }

    private static String score(double value) {
        return Table.score(value);
    }
}

package dev.gemmatune.cli.compare;

import dev.gemmatune.cli.compare.ModelComparison.ComparedSet;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.eval.significance.Difference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a comparison says first: of every model, on which sets it is ahead of the first one, on which behind, and on which
 * nothing can be told; at the largest dimension, in each set's main metric.
 *
 * @param comparison of which
 */
record CompareHeadline(ModelComparison comparison) {

    /** Up to so many sets the numbers stand beside their names. */
    private static final int WITH_NUMBERS = 4;

    /** A sentence for each model but the first, and how many items it would take where nothing could be told. */
    String sentences() {
        List<String> sentences = new ArrayList<>();
        for (int model = 1; model < comparison.models().size(); model++) {
            sentences.add(sentence(model));
        }
        needed().ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    private String sentence(int model) {
        List<String> ahead = new ArrayList<>();
        List<String> behind = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (ComparedSet set : comparison.sets()) {
            Optional<Difference> difference = difference(set, model);
            boolean clear = difference.filter(Difference::significant).isPresent();
            (!clear ? open : difference.get().change() > 0 ? ahead : behind).add(part(set, model, difference));
        }
        String first = comparison.models().get(0);
        List<String> clauses = new ArrayList<>();
        if (!ahead.isEmpty()) {
            clauses.add("is ahead of " + first + " on " + String.join(", ", ahead));
        }
        if (!behind.isEmpty()) {
            clauses.add("is behind " + first + " on " + String.join(", ", behind));
        }
        if (!open.isEmpty()) {
            clauses.add(
                    (clauses.isEmpty() ? "shows no measurable difference from " + first : "no measurable difference")
                            + " on " + String.join(", ", open));
        }
        return comparison.models().get(model) + " " + String.join("; ", clauses) + ".";
    }

    /** {@code finance/test (+0.0777 nDCG@10, p = 0.005)}. */
    private String part(ComparedSet set, int model, Optional<Difference> difference) {
        if (comparison.sets().size() > WITH_NUMBERS) {
            return set.name();
        }
        int full = full(set);
        return String.format(
                Locale.ROOT,
                "%s (%s %s, %s)",
                set.name(),
                Table.difference(set.score(0, full, set.primary()), set.score(model, full, set.primary())),
                MetricTitle.of(set.primary()),
                difference.map(Wording::equation).orElse("not tested"));
    }

    /** Of a single set in which no model differs, what its items can show. */
    private Optional<String> needed() {
        if (comparison.sets().size() > 1 || comparison.models().size() > 2) {
            return Optional.empty();
        }
        return difference(comparison.sets().get(0), 1)
                .filter(difference -> !difference.significant())
                .map(Wording::needed);
    }

    private static Optional<Difference> difference(ComparedSet set, int model) {
        return set.differences().get(model).at(full(set), set.primary());
    }

    private static int full(ComparedSet set) {
        return Collections.max(set.dimensions());
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.evaluation.Differences;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.Successes;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.KeptShare;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scores of a set before and after the tuning.
 *
 * @param name of the set
 * @param size of the set in words
 * @param before absent if it was not measured
 * @param after of the best checkpoint; of the only one where nothing was tuned
 * @param evidence what stands behind the scores, query by query
 */
public record Comparison(String name, String size, Optional<Scores> before, Scores after, Evidence evidence) {

    /**
     * What stands behind scores.
     *
     * @param before the record of the model before, if there is one
     * @param after the record of the model, if there is one
     * @param differences between the two
     */
    public record Evidence(
            Optional<EvaluationRecord> before, Optional<EvaluationRecord> after, Differences differences) {}

    private static final List<String> SHOWN = List.of("ndcg_at_10", "recall_at_100", "cosine_spearman");
    private static final List<String> SHOWN_WITH_ROOM = List.of(
            "ndcg_at_10",
            "recall_at_10",
            "recall_at_100",
            "map_at_10",
            "mrr_at_10",
            "hit_rate_at_1",
            "hit_rate_at_3",
            "cosine_spearman",
            "cosine_pearson",
            "max_accuracy",
            "f1",
            "ami");

    /** Scores without records of their queries. */
    public Comparison(String name, String size, Optional<Scores> before, Scores after) {
        this(name, size, before, after, new Evidence(Optional.empty(), Optional.empty(), differences(before, after)));
    }

    /** The scores of records. */
    public static Comparison of(Optional<EvaluationRecord> before, EvaluationRecord after) {
        Optional<Scores> scoresBefore = before.map(EvaluationRecord::main);
        return new Comparison(
                after.set(),
                after.size(),
                scoresBefore,
                after.main(),
                new Evidence(before, Optional.of(after), differences(scoresBefore, after.main())));
    }

    private static Differences differences(Optional<Scores> before, Scores after) {
        return before.map(scores -> Differences.between(scores, after, shown(SHOWN_WITH_ROOM, after)))
                .orElse(Differences.NONE);
    }

    /** The metrics that are shown where there is little room. */
    public List<String> metrics() {
        return shown(SHOWN, after);
    }

    /** The metrics that are shown where there is room. */
    public List<String> moreMetrics() {
        return shown(SHOWN_WITH_ROOM, after);
    }

    /** The value before; NaN if it was not measured. */
    public double before(int dimension, String metric) {
        return before.map(Scores::byDimension)
                .map(dimensions -> dimensions.get(dimension))
                .map(values -> values.get(metric))
                .orElse(Double.NaN);
    }

    /** The largest dimension. */
    public int full() {
        return Collections.max(after.dimensions());
    }

    /** The smallest dimension. */
    public int smallest() {
        return Collections.min(after.dimensions());
    }

    /** How much of the full dimension's score another one has; empty if its items cannot be drawn again. */
    public Optional<KeptShare> kept(int dimension, String metric) {
        return Kept.of(after, dimension, after, full(), metric);
    }

    /** What a search by words finds, where it was asked for. */
    public Optional<Bm25Scores> bm25() {
        return evidence.after().flatMap(EvaluationRecord::bm25);
    }

    /** How often a right answer is seen, before and after, in words; empty where nothing is searched. */
    public Optional<String> successes() {
        return evidence.after()
                .flatMap(Successes::of)
                .map(after -> evidence.before()
                        .flatMap(Successes::of)
                        .map(after::sentenceAfter)
                        .orElseGet(after::sentence));
    }

    /** Every dimension in a row: each metric before, after, difference. */
    public Table table() {
        List<String> headings = new ArrayList<>(List.of(name));
        boolean tested = !evidence.differences().byDimension().isEmpty();
        for (String metric : metrics()) {
            headings.addAll(List.of(MetricTitle.of(metric), "tuned", "gain"));
            if (tested && metric.equals(after.primaryMetric())) {
                headings.addAll(List.of("95 % interval", "p"));
            }
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (int dimension : after.dimensions()) {
            List<String> cells = new ArrayList<>(List.of(dimension + " dims"));
            for (String metric : metrics()) {
                double now = after.value(dimension, metric);
                double then = before(dimension, metric);
                cells.addAll(List.of(Table.score(then), Table.score(now), Table.difference(then, now)));
                if (tested && metric.equals(after.primaryMetric())) {
                    Optional<Difference> difference = evidence.differences().at(dimension, metric);
                    cells.add(difference.map(Wording::interval).orElse("-"));
                    cells.add(difference.map(Wording::probability).orElse("-"));
                }
            }
            table.row(cells.toArray(String[]::new));
        }
        bm25().ifPresent(words -> {
            List<String> cells = new ArrayList<>(List.of(Bm25Scores.NAME));
            for (String metric : metrics()) {
                cells.addAll(List.of(Table.score(words.value(metric)), "", ""));
                if (tested && metric.equals(after.primaryMetric())) {
                    cells.addAll(List.of("", ""));
                }
            }
            table.row(cells.toArray(String[]::new));
        });
        return table;
    }

    /** Whether the difference at the full dimension is more than chance, in sentences; empty where it cannot be known. */
    public Optional<String> verdict() {
        return evidence.differences()
                .at(full(), after.primaryMetric())
                .map(difference -> Wording.verdict(
                        difference, MetricTitle.of(after.primaryMetric()) + " at " + full() + " dimensions"));
    }

    /** The task's main metric stands first where it is not among the usual ones. */
    private static List<String> shown(List<String> usual, Scores scores) {
        Map<String, Double> measured = scores.byDimension().values().iterator().next();
        List<String> shown =
                new ArrayList<>(usual.stream().filter(measured::containsKey).toList());
        if (!shown.contains(scores.primaryMetric())) {
            shown.add(0, scores.primaryMetric());
        }
        return List.copyOf(shown);
    }
}

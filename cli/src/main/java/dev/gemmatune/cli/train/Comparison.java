package dev.gemmatune.cli.train;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.eval.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scores of a set before and after the tuning.
 *
 * @param name of the set
 * @param before absent if it was not measured
 * @param after of the best checkpoint
 */
record Comparison(String name, Optional<Scores> before, Scores after) {

    /** What tables show of the metrics that there are, by their usual names. */
    private static final Map<String, String> TITLES =
            Map.of("ndcg_at_10", "nDCG@10", "recall_at_100", "Recall@100", "cosine_spearman", "Spearman");

    private static final List<String> SHOWN = List.of("ndcg_at_10", "recall_at_100", "cosine_spearman");

    /** The metrics that are shown. */
    List<String> metrics() {
        Map<String, Double> any = after.byDimension().values().iterator().next();
        return SHOWN.stream().filter(any::containsKey).toList();
    }

    /** The usual name of a metric. */
    static String title(String metric) {
        return TITLES.getOrDefault(metric, metric);
    }

    /** The value before; NaN if it was not measured. */
    double before(int dimension, String metric) {
        return before.map(scores -> scores.value(dimension, metric)).orElse(Double.NaN);
    }

    /** Every dimension in a row: each metric before, after, difference. */
    Table table() {
        List<String> headings = new ArrayList<>(List.of(name));
        for (String metric : metrics()) {
            headings.addAll(List.of(title(metric), "tuned", "gain"));
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (int dimension : after.dimensions()) {
            List<String> cells = new ArrayList<>(List.of(dimension + " dims"));
            for (String metric : metrics()) {
                double now = after.value(dimension, metric);
                double then = before(dimension, metric);
                cells.addAll(List.of(Table.score(then), Table.score(now), Table.difference(then, now)));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }
}

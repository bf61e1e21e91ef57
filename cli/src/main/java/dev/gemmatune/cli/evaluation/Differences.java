package dev.gemmatune.cli.evaluation;

import dev.gemmatune.eval.ItemScores;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.Resampling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How two models differ on the same queries, at every dimension that both have.
 *
 * @param byDimension from dimensions to metrics to the difference
 */
public record Differences(Map<Integer, Map<String, Difference>> byDimension) {

    /** Nothing could be compared query by query. */
    public static final Differences NONE = new Differences(Map.of());

    /** Copies the map. */
    public Differences {
        byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
    }

    /**
     * Compares two models; costs about a tenth of a second for a metric, a dimension and 1,000 queries.
     *
     * @param metrics those of these that both have query by query
     * @return {@link #NONE} if one of them was not judged query by query, or on other queries
     */
    public static Differences between(Scores first, Scores second, List<String> metrics) {
        if (first.items().isEmpty() || second.items().isEmpty()) {
            return NONE;
        }
        ItemScores before = first.items().get();
        ItemScores after = second.items().get();
        if (before.ids().isEmpty() || !before.ids().equals(after.ids())) {
            return NONE;
        }
        Map<Integer, Map<String, Difference>> byDimension = new LinkedHashMap<>();
        for (int dimension : second.dimensions()) {
            Map<String, Difference> ofMetrics = new LinkedHashMap<>();
            for (String metric : metrics) {
                Optional<double[]> left = before.values(dimension, metric);
                Optional<double[]> right = after.values(dimension, metric);
                if (left.isPresent() && right.isPresent()) {
                    ofMetrics.put(metric, Difference.between(left.get(), right.get(), Resampling.DEFAULT));
                }
            }
            byDimension.put(dimension, ofMetrics);
        }
        return new Differences(byDimension);
    }

    /** The difference in a metric at a dimension, if there is one. */
    public Optional<Difference> at(int dimension, String metric) {
        return Optional.ofNullable(byDimension.getOrDefault(dimension, Map.of()).get(metric));
    }
}

package dev.gemmatune.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of each item (a query, mostly), from which two models can be compared: 8 bytes for each item, metric and
 * dimension. Only metrics whose value over the whole set is the mean of the items'.
 *
 * @param ids of the items
 * @param byDimension from dimensions to metrics to the values in the order of the ids; the arrays are not copied
 */
public record ItemScores(List<String> ids, Map<Integer, Map<String, double[]>> byDimension) {

    /** The metrics that are kept of those that retrieval has. */
    private static final List<String> KEPT = List.of(
            "ndcg_at_10", "recall_at_10", "recall_at_100", "map_at_10", "mrr_at_10", "hit_rate_at_1", "hit_rate_at_10");

    /** Copies the maps and checks that each value belongs to an item. */
    public ItemScores {
        ids = List.copyOf(ids);
        Map<Integer, Map<String, double[]>> copy = new LinkedHashMap<>();
        for (Map.Entry<Integer, Map<String, double[]>> entry : byDimension.entrySet()) {
            for (Map.Entry<String, double[]> values : entry.getValue().entrySet()) {
                if (values.getValue().length != ids.size()) {
                    throw new IllegalArgumentException("byDimension must hold " + ids.size() + " values of "
                            + values.getKey() + ", got " + values.getValue().length + " at " + entry.getKey());
                }
            }
            copy.put(entry.getKey(), Collections.unmodifiableMap(new LinkedHashMap<>(entry.getValue())));
        }
        byDimension = Collections.unmodifiableMap(copy);
    }

    /**
     * The main ones of retrieval's metrics.
     *
     * @param byDimension from dimensions to query ids to metrics; every dimension has the same queries
     */
    public static ItemScores ofQueries(Map<Integer, Map<String, Map<String, Double>>> byDimension) {
        Map<Integer, Map<String, double[]>> arrays = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>();
        byDimension.forEach((dimension, perQuery) -> {
            if (arrays.isEmpty()) {
                ids.addAll(perQuery.keySet());
            }
            arrays.put(dimension, columns(perQuery.values()));
        });
        return new ItemScores(ids, arrays);
    }

    /** The values at a dimension, if the metric was kept there. */
    public Optional<double[]> values(int dimension, String metric) {
        return Optional.ofNullable(byDimension.getOrDefault(dimension, Map.of()).get(metric));
    }

    private static Map<String, double[]> columns(Collection<Map<String, Double>> rows) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String metric : KEPT) {
            if (rows.stream().allMatch(row -> row.containsKey(metric))) {
                columns.put(
                        metric,
                        rows.stream().mapToDouble(row -> row.get(metric)).toArray());
            }
        }
        return columns;
    }
}

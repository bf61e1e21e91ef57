package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of queries as samples: 8 bytes for each query and metric. */
public final class QuerySamples {

    /** What the items are. */
    public static final String ITEMS = "queries";

    /** The metrics that are kept of those that retrieval has. */
    private static final List<String> KEPT = List.of(
            "ndcg_at_10",
            "recall_at_10",
            "recall_at_100",
            "map_at_10",
            "mrr_at_10",
            "hit_rate_at_1",
            "hit_rate_at_3",
            "hit_rate_at_10");

    private QuerySamples() {}

    /**
     * The main metrics and one more.
     *
     * @param perQuery from query ids to metrics
     * @param mainScore kept beside the usual ones, if queries have it
     */
    public static Map<String, Sample> of(Map<String, Map<String, Double>> perQuery, String mainScore) {
        List<String> wanted = new ArrayList<>(KEPT);
        if (!wanted.contains(mainScore)) {
            wanted.add(0, mainScore);
        }
        List<String> ids = List.copyOf(perQuery.keySet());
        Map<String, Sample> samples = new LinkedHashMap<>();
        for (String metric : wanted) {
            boolean everywhere =
                    !ids.isEmpty() && perQuery.values().stream().allMatch(metrics -> metrics.containsKey(metric));
            if (everywhere) {
                double[] values = perQuery.values().stream()
                        .mapToDouble(metrics -> metrics.get(metric))
                        .toArray();
                samples.put(metric, new Sample(ITEMS, ids, new ItemMean(values)));
            }
        }
        return samples;
    }
}

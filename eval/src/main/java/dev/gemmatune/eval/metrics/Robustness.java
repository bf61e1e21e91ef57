package dev.gemmatune.eval.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code robustness_at_k} of InstructIR (Oh et al. 2024), as mteb 2.20.0 computes it: queries that differ only in their
 * instruction share what stands before the first {@code _} of their id, and the worst of them counts.
 */
public final class Robustness {

    private Robustness() {}

    /**
     * The mean over groups of the least nDCG@k.
     *
     * @param perQuery what {@link RetrievalMetrics#perQuery} gave
     * @return NaN if there are no queries
     */
    public static double at(int k, Map<String, Map<String, Double>> perQuery) {
        return ofGroups(k, perQuery).values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** The least nDCG@k of each group, by what the ids of its queries begin with. */
    public static Map<String, Double> ofGroups(int k, Map<String, Map<String, Double>> perQuery) {
        Map<String, Double> least = new LinkedHashMap<>();
        perQuery.forEach(
                (query, metrics) -> least.merge(query.split("_", 2)[0], metrics.get("ndcg_at_" + k), Math::min));
        return least;
    }
}

package dev.gemmatune.eval;

import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an approximate index makes of the embeddings that were searched exactly.
 *
 * @param settings of the index
 * @param byDimension what was found at each dimension
 */
public record IndexScores(HnswSettings settings, Map<Integer, AtDimension> byDimension) {

    /** How it is called in tables and files. */
    public static final String NAME = "hnsw";

    /** Copies the map. */
    public IndexScores {
        byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
    }

    /**
     * One dimension.
     *
     * @param metrics of the rankings that the index gave, named as those of the exact search
     * @param facts what the index costs and misses
     */
    public record AtDimension(Map<String, Double> metrics, IndexFacts facts) {

        /** Copies the map. */
        public AtDimension {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }

        /** The plain means over parts, each with an index of its own. */
        public static AtDimension ofParts(List<AtDimension> parts) {
            Map<String, Double> means = new LinkedHashMap<>();
            parts.get(0)
                    .metrics
                    .keySet()
                    .forEach(metric -> means.put(
                            metric,
                            parts.stream()
                                    .mapToDouble(part -> part.metrics.getOrDefault(metric, Double.NaN))
                                    .average()
                                    .orElseThrow()));
            return new AtDimension(
                    means,
                    IndexFacts.ofParts(parts.stream().map(AtDimension::facts).toList()));
        }
    }
}

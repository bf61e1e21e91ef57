package dev.gemmatune.datasets.beir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Relevance judgements: query id, to document id, to grade. A grade above 0 means relevant, a higher one more so.
 * Queries and documents keep the order of the file.
 *
 * @param byQuery the judgements of each query
 */
public record Qrels(Map<String, Map<String, Integer>> byQuery) {

    /** Copies the maps. */
    public Qrels {
        Map<String, Map<String, Integer>> copy = new LinkedHashMap<>();
        byQuery.forEach((query, grades) -> copy.put(query, Collections.unmodifiableMap(new LinkedHashMap<>(grades))));
        byQuery = Collections.unmodifiableMap(copy);
    }

    /** The judgements of a query, empty if it has none. */
    public Map<String, Integer> of(String query) {
        return byQuery.getOrDefault(query, Map.of());
    }

    /** The number of judgements. */
    public int size() {
        return byQuery.values().stream().mapToInt(Map::size).sum();
    }
}

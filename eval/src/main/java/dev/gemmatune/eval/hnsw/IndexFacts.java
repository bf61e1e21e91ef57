package dev.gemmatune.eval.hnsw;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an index costs and misses.
 *
 * @param documents in it
 * @param queries that were searched
 * @param recall from cut-offs k to the mean share of the exact search's best k documents that the index found
 * @param buildSeconds by the clock, on one thread
 * @param searchSeconds by the clock for all queries, on the threads of the evaluation
 * @param bytes on disk, vectors included
 */
public record IndexFacts(
        int documents,
        int queries,
        Map<Integer, Double> recall,
        double buildSeconds,
        double searchSeconds,
        long bytes) {

    /** Copies the map. */
    public IndexFacts {
        recall = Collections.unmodifiableMap(new LinkedHashMap<>(recall));
    }

    /** Queries that were answered in a second. */
    public double queriesPerSecond() {
        return queries / searchSeconds;
    }

    /** Bytes for each document, rounded up. */
    public int bytesPerDocument() {
        return Math.toIntExact((bytes + documents - 1) / documents);
    }

    /** The facts of several indexes: recall as the plain mean, everything else added up. */
    public static IndexFacts ofParts(List<IndexFacts> parts) {
        Map<Integer, Double> recall = new LinkedHashMap<>();
        parts.get(0)
                .recall
                .keySet()
                .forEach(k -> recall.put(
                        k,
                        parts.stream()
                                .mapToDouble(part -> part.recall.get(k))
                                .average()
                                .orElseThrow()));
        return new IndexFacts(
                parts.stream().mapToInt(IndexFacts::documents).sum(),
                parts.stream().mapToInt(IndexFacts::queries).sum(),
                recall,
                parts.stream().mapToDouble(IndexFacts::buildSeconds).sum(),
                parts.stream().mapToDouble(IndexFacts::searchSeconds).sum(),
                parts.stream().mapToLong(IndexFacts::bytes).sum());
    }
}

package dev.gemmatune.eval;

import dev.gemmatune.eval.significance.Samples;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of an {@link Evaluation}.
 *
 * @param primaryMetric the metric by which models are compared, {@code ndcg_at_10} or {@code cosine_spearman}
 * @param byDimension from each dimension, in the order in which they were asked for, to the metrics' values; a value
 *     that is not defined is NaN
 * @param parts the scores of each split and subset, of which {@code byDimension} holds the means; empty if there is one
 *     part only
 * @param samples what the main metrics were computed from, item by item, from which models can be compared
 * @param index what an approximate index finds, where one was asked for
 */
public record Scores(
        String primaryMetric,
        Map<Integer, Map<String, Double>> byDimension,
        List<Part> parts,
        Samples samples,
        Optional<IndexScores> index) {

    /**
     * The scores of a split of a subset.
     *
     * @param split {@code test}
     * @param subset {@code default}, or a language mostly
     * @param languages as mteb writes them: {@code eng-Latn}
     * @param byDimension from each dimension to the metrics' values
     */
    public record Part(
            String split, String subset, List<String> languages, Map<Integer, Map<String, Double>> byDimension) {

        /** Copies the collections. */
        public Part {
            languages = List.copyOf(languages);
            byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
        }
    }

    /** The scores of data without parts. */
    public Scores(String primaryMetric, Map<Integer, Map<String, Double>> byDimension) {
        this(primaryMetric, byDimension, Samples.NONE);
    }

    /** The scores of data without parts, with their samples. */
    public Scores(String primaryMetric, Map<Integer, Map<String, Double>> byDimension, Samples samples) {
        this(primaryMetric, byDimension, List.of(), samples);
    }

    /** The scores of an exact search, or of data that is not searched. */
    public Scores(
            String primaryMetric, Map<Integer, Map<String, Double>> byDimension, List<Part> parts, Samples samples) {
        this(primaryMetric, byDimension, parts, samples, Optional.empty());
    }

    /** Copies the collections and checks that the primary metric is there. */
    public Scores {
        parts = List.copyOf(parts);
        Map<Integer, Map<String, Double>> copy = new LinkedHashMap<>();
        for (Map.Entry<Integer, Map<String, Double>> entry : byDimension.entrySet()) {
            if (!entry.getValue().containsKey(primaryMetric)) {
                throw new IllegalArgumentException("byDimension must hold " + primaryMetric + ", got "
                        + entry.getValue().keySet() + " at " + entry.getKey());
            }
            copy.put(entry.getKey(), Collections.unmodifiableMap(new LinkedHashMap<>(entry.getValue())));
        }
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("byDimension must not be empty, got none");
        }
        byDimension = Collections.unmodifiableMap(copy);
    }

    /** The same with those of an approximate index. */
    public Scores withIndex(IndexScores found) {
        return new Scores(primaryMetric, byDimension, parts, samples, Optional.of(found));
    }

    /** The dimensions in the order in which they were asked for. */
    public List<Integer> dimensions() {
        return List.copyOf(byDimension.keySet());
    }

    /**
     * A metric at a dimension.
     *
     * @throws IllegalArgumentException if the one or the other was not evaluated
     */
    public double value(int dimension, String metric) {
        Map<String, Double> metrics = byDimension.get(dimension);
        if (metrics == null || !metrics.containsKey(metric)) {
            throw new IllegalArgumentException("dimension and metric must be evaluated ones, got " + dimension + " and "
                    + metric + " of " + byDimension.keySet() + " and "
                    + (metrics == null ? "none" : metrics.keySet()));
        }
        return metrics.get(metric);
    }

    /** The primary metric at a dimension. */
    public double primary(int dimension) {
        return value(dimension, primaryMetric);
    }

    /** The primary metric at the largest dimension. */
    public double primary() {
        return primary(Collections.max(byDimension.keySet()));
    }
}

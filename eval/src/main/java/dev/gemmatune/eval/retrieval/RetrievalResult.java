package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.metrics.Ranking;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a retrieval evaluation found.
 *
 * @param dataset the data set's name
 * @param split which queries
 * @param byDimension from each dimension, in the order in which they were asked for, to what was found there
 * @param timing how long it took
 */
public record RetrievalResult(String dataset, String split, Map<Integer, AtDimension> byDimension, Timing timing) {

    /** The metric by which mteb ranks most retrieval tasks. */
    public static final String MAIN_METRIC = "ndcg_at_10";

    /** Copies the map. */
    public RetrievalResult {
        byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
    }

    /**
     * One dimension.
     *
     * @param metrics over all queries, rounded as mteb rounds them
     * @param perQuery from query ids to metrics, not rounded, in the order of the data set
     * @param run from query ids to rankings; empty if they were not kept
     */
    public record AtDimension(
            Map<String, Double> metrics, Map<String, Map<String, Double>> perQuery, Map<String, Ranking> run) {

        /** Freezes the maps. */
        public AtDimension {
            metrics = Collections.unmodifiableMap(metrics);
            perQuery = Collections.unmodifiableMap(perQuery);
            run = Collections.unmodifiableMap(run);
        }
    }

    /**
     * Seconds.
     *
     * @param queries for embedding the queries
     * @param documents for embedding the documents
     * @param search for finding the best documents at all dimensions
     * @param metrics for judging them
     */
    public record Timing(double queries, double documents, double search, double metrics) {

        /** All together. */
        public double total() {
            return queries + documents + search + metrics;
        }
    }

    /** The metrics as an evaluation gives them; {@code ndcg_at_10} is the primary one. */
    public Scores scores() {
        Map<Integer, Map<String, Double>> metrics = new LinkedHashMap<>();
        byDimension.forEach((dimension, found) -> metrics.put(dimension, found.metrics()));
        return new Scores(MAIN_METRIC, metrics);
    }
}

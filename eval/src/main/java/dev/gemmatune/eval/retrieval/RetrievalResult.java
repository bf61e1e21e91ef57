package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.quantized.Int8Ranges;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a retrieval evaluation found.
 *
 * @param dataset the data set's name
 * @param split which queries
 * @param byDimension from each dimension, in the order in which they were asked for, to what was found there
 * @param quantized the same of the smaller precisions that were asked for
 * @param index what was found through an approximate index; empty if none was asked for
 * @param timing how long it took
 */
public record RetrievalResult(
        String dataset,
        String split,
        Map<Integer, AtDimension> byDimension,
        Map<Precision, Quantized> quantized,
        Optional<Index> index,
        Timing timing) {

    /** The metric by which mteb ranks most retrieval tasks. */
    public static final String MAIN_METRIC = "ndcg_at_10";

    /** Copies the map. */
    public RetrievalResult {
        byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
        quantized = Collections.unmodifiableMap(new LinkedHashMap<>(quantized));
    }

    /**
     * One precision.
     *
     * @param byDimension what was found at each dimension
     * @param ranges with which the codes were made, by dimension; empty if they need none
     */
    public record Quantized(Map<Integer, AtDimension> byDimension, Map<Integer, Int8Ranges> ranges) {
        /** Copies the maps. */
        public Quantized {
            byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
            ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
        }
    }

    /**
     * An approximate index.
     *
     * @param settings of it
     * @param byDimension what was found through the index of each dimension
     */
    public record Index(HnswSettings settings, Map<Integer, Indexed> byDimension) {
        /** Copies the map. */
        public Index {
            byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
        }
    }

    /**
     * The index of one dimension.
     *
     * @param found through it, with the cosines of the exact search
     * @param facts what it costs and misses
     */
    public record Indexed(AtDimension found, IndexFacts facts) {}

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

        private AtDimension first(int depth) {
            Map<String, Ranking> shorter = new LinkedHashMap<>();
            run.forEach(
                    (query, ranking) -> shorter.put(query, ranking.byFloat32().first(depth)));
            return new AtDimension(metrics, perQuery, shorter);
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

    /** From each precision, float32 first, to what was found at each dimension. */
    public Map<Precision, Map<Integer, AtDimension>> byPrecision() {
        Map<Precision, Map<Integer, AtDimension>> all = new LinkedHashMap<>();
        all.put(Precision.FLOAT32, byDimension);
        quantized.forEach((precision, found) -> all.put(precision, found.byDimension()));
        return all;
    }

    /** The metrics of float32 as an evaluation gives them; {@code ndcg_at_10} is the primary one. */
    public Scores scores() {
        Scores exact = scores(byDimension);
        return index.map(approximate -> exact.withIndex(scores(approximate))).orElse(exact);
    }

    private static IndexScores scores(Index approximate) {
        Map<Integer, IndexScores.AtDimension> found = new LinkedHashMap<>();
        approximate.byDimension.forEach((dimension, indexed) ->
                found.put(dimension, new IndexScores.AtDimension(indexed.found().metrics(), indexed.facts())));
        return new IndexScores(approximate.settings, found);
    }

    /** The same with the beginnings of the rankings; those of an index are left as they are. */
    public RetrievalResult first(int depth) {
        Map<Precision, Quantized> shorter = new LinkedHashMap<>();
        quantized.forEach((precision, found) ->
                shorter.put(precision, new Quantized(first(found.byDimension(), depth), found.ranges())));
        return new RetrievalResult(dataset, split, first(byDimension, depth), shorter, index, timing);
    }

    private static Map<Integer, AtDimension> first(Map<Integer, AtDimension> byDimension, int depth) {
        Map<Integer, AtDimension> shorter = new LinkedHashMap<>();
        byDimension.forEach((dimension, found) -> shorter.put(dimension, found.first(depth)));
        return shorter;
    }

    /** The metrics of what was found in one precision. */
    public static Scores scores(Map<Integer, AtDimension> byDimension) {
        Map<Integer, Map<String, Double>> metrics = new LinkedHashMap<>();
        Map<Integer, Map<String, Sample>> samples = new LinkedHashMap<>();
        byDimension.forEach((dimension, found) -> {
            metrics.put(dimension, found.metrics());
            samples.put(dimension, QuerySamples.of(found.perQuery(), MAIN_METRIC));
        });
        return new Scores(MAIN_METRIC, metrics, new Samples(samples));
    }
}

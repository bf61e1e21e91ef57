package dev.gemmatune.eval.sts;

import dev.gemmatune.eval.embeddings.PairScores;
import dev.gemmatune.eval.metrics.Correlation;
import java.util.LinkedHashMap;
import java.util.Map;

/** The correlations of embeddings with people's judgement, named as mteb names them. */
public final class StsMetrics {

    /** The metric by which models are compared. */
    public static final String MAIN_METRIC = "cosine_spearman";

    /** A likeness of two vectors. */
    @FunctionalInterface
    private interface Similarity {
        float of(float[] x, float[] y, int dimension);
    }

    private StsMetrics() {}

    /**
     * Pearson's and Spearman's correlation of the model's own similarity, which is the cosine computed in another way,
     * and of cosine, Manhattan and Euclidean likeness with the gold scores.
     *
     * @param left {@code [pairs][E]}
     * @param right {@code [pairs][E]}
     * @param gold a score for each pair, in any range: a linear change of them changes nothing
     * @param dimension how many of the first numbers of the vectors are compared
     * @return from names to values; NaN where all pairs are equally alike
     */
    public static Map<String, Double> of(float[][] left, float[][] right, double[] gold, int dimension) {
        if (left.length != right.length || left.length != gold.length) {
            throw new IllegalArgumentException("left, right and gold must be of one length, got " + left.length + ", "
                    + right.length + " and " + gold.length);
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        put("", PairScores::similarity, left, right, gold, dimension, metrics);
        put("cosine_", PairScores::cosine, left, right, gold, dimension, metrics);
        put("manhattan_", PairScores::manhattan, left, right, gold, dimension, metrics);
        put("euclidean_", PairScores::euclidean, left, right, gold, dimension, metrics);
        return metrics;
    }

    private static void put(
            String prefix,
            Similarity similarity,
            float[][] left,
            float[][] right,
            double[] gold,
            int dimension,
            Map<String, Double> metrics) {
        double[] scores = new double[gold.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = similarity.of(left[i], right[i], dimension);
        }
        metrics.put(prefix + "pearson", Correlation.pearson(scores, gold));
        metrics.put(prefix + "spearman", Correlation.spearman(scores, gold));
    }
}

package dev.gemmatune.eval.sts;

import dev.gemmatune.eval.embeddings.PairScores;
import dev.gemmatune.eval.metrics.Correlation;
import dev.gemmatune.eval.significance.PairCorrelation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The correlations of embeddings with people's judgement, named as mteb names them. */
public final class StsMetrics {

    /** The metric by which models are compared. */
    public static final String MAIN_METRIC = "cosine_spearman";

    /** Those by which two models are compared on the pairs that both judged. */
    public static final List<String> COMPARED = List.of(MAIN_METRIC, "cosine_pearson");

    private static final String PEARSON = "pearson";
    private static final String SPEARMAN = "spearman";

    /** By the prefix of their metrics' names; the model's own has none. */
    private static final Map<String, Similarity> SIMILARITIES = similarities();

    /** A likeness of two vectors. */
    @FunctionalInterface
    private interface Similarity {
        float of(float[] x, float[] y, int dimension);
    }

    private StsMetrics() {}

    private static Map<String, Similarity> similarities() {
        Map<String, Similarity> similarities = new LinkedHashMap<>();
        similarities.put("", PairScores::similarity);
        similarities.put("cosine_", PairScores::cosine);
        similarities.put("manhattan_", PairScores::manhattan);
        similarities.put("euclidean_", PairScores::euclidean);
        return similarities;
    }

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
        SIMILARITIES.forEach((prefix, similarity) -> {
            double[] scores = scores(similarity, left, right, dimension);
            metrics.put(prefix + PEARSON, Correlation.pearson(scores, gold));
            metrics.put(prefix + SPEARMAN, Correlation.spearman(scores, gold));
        });
        return metrics;
    }

    /**
     * The metric of this class that has a name, for resampling.
     *
     * @param name {@code cosine_spearman}
     * @return empty if there is no such metric
     */
    public static Optional<PairCorrelation> statistic(
            String name, float[][] left, float[][] right, double[] gold, int dimension) {
        PairCorrelation.Coefficient coefficient =
                name.endsWith(SPEARMAN) ? PairCorrelation.Coefficient.SPEARMAN : PairCorrelation.Coefficient.PEARSON;
        String prefix = name.replaceFirst("(" + SPEARMAN + "|" + PEARSON + ")$", "");
        return Optional.ofNullable(SIMILARITIES.get(prefix))
                .map(similarity -> new PairCorrelation(scores(similarity, left, right, dimension), gold, coefficient));
    }

    private static double[] scores(Similarity similarity, float[][] left, float[][] right, int dimension) {
        double[] scores = new double[left.length];
        Arrays.setAll(scores, i -> similarity.of(left[i], right[i], dimension));
        return scores;
    }
}

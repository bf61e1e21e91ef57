package dev.gemmatune.eval.pairs;

import dev.gemmatune.eval.embeddings.PairScores;
import dev.gemmatune.eval.metrics.ThresholdMetric;
import dev.gemmatune.eval.metrics.ThresholdSweep;
import dev.gemmatune.eval.significance.PairThreshold;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Average precision, and accuracy and F1 at their best thresholds, of five likenesses, as mteb 2.20.0 reports them. */
public final class PairClassificationMetrics {

    /** The metric by which models are compared in most tasks. */
    public static final String MAIN_METRIC = "max_ap";

    /** Those by which two models are compared on the pairs that both judged. */
    public static final List<String> COMPARED = List.of(MAIN_METRIC, "max_accuracy");

    /** A likeness of two vectors. */
    @FunctionalInterface
    private interface Similarity {
        float of(float[] x, float[] y, int dimension);
    }

    private PairClassificationMetrics() {}

    /**
     * All metrics: {@code cosine_ap} and so on, and {@code max_ap}, the largest of the five likenesses.
     *
     * @param left {@code [pairs][E]}
     * @param right {@code [pairs][E]}
     * @param together whether each pair belongs together; at least one does
     * @param dimension how many of the first numbers of the vectors are compared
     */
    public static Map<String, Double> of(float[][] left, float[][] right, boolean[] together, int dimension) {
        int[] once = new int[together.length];
        Arrays.fill(once, 1);
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<ThresholdMetric, Double> largest = new EnumMap<>(ThresholdMetric.class);
        likenesses(left, right, together.length, dimension).forEach((name, likeness) -> {
            ThresholdSweep.Result result = new ThresholdSweep(likeness, together).of(once);
            for (ThresholdMetric metric : ThresholdMetric.values()) {
                metrics.put(name + "_" + metric.key(), result.value(metric));
                largest.merge(metric, result.value(metric), Math::max);
            }
        });
        largest.forEach((metric, value) -> metrics.put("max_" + metric.key(), value));
        return metrics;
    }

    /**
     * The metric of this class that has a name, for resampling.
     *
     * @param name {@code cosine_ap}, {@code max_accuracy}
     * @return empty if there is no such metric
     */
    public static Optional<PairThreshold> statistic(
            String name, float[][] left, float[][] right, boolean[] together, int dimension) {
        int end = name.lastIndexOf('_');
        Optional<ThresholdMetric> metric = Arrays.stream(ThresholdMetric.values())
                .filter(known -> known.key().equals(name.substring(end + 1)))
                .findFirst();
        Map<String, double[]> all = likenesses(left, right, together.length, dimension);
        String likeness = name.substring(0, Math.max(0, end));
        List<double[]> wanted = likeness.equals("max")
                ? List.copyOf(all.values())
                : Optional.ofNullable(all.get(likeness)).stream().toList();
        return wanted.isEmpty()
                ? Optional.empty()
                : metric.map(known -> new PairThreshold(known, wanted.toArray(double[][]::new), together));
    }

    private static Map<String, double[]> likenesses(float[][] left, float[][] right, int pairs, int dimension) {
        if (left.length != right.length || left.length != pairs) {
            throw new IllegalArgumentException("left, right and together must be of one length, got " + left.length
                    + ", " + right.length + " and " + pairs);
        }
        Map<String, Similarity> similarities = new LinkedHashMap<>();
        similarities.put("similarity", PairScores::similarity);
        similarities.put("cosine", PairScores::cosine);
        similarities.put("manhattan", PairScores::manhattan);
        similarities.put("euclidean", PairScores::euclidean);
        similarities.put("dot", PairScores::dot);
        Map<String, double[]> likenesses = new LinkedHashMap<>();
        similarities.forEach((name, similarity) -> {
            double[] scores = new double[pairs];
            Arrays.setAll(scores, i -> similarity.of(left[i], right[i], dimension));
            likenesses.put(name, scores);
        });
        return likenesses;
    }
}

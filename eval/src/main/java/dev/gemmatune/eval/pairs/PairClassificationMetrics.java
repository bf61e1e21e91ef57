package dev.gemmatune.eval.pairs;

import dev.gemmatune.eval.embeddings.PairScores;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Average precision, and accuracy and F1 at their best thresholds, of five likenesses, as mteb 2.20.0 reports them. */
public final class PairClassificationMetrics {

    /** The metric by which models are compared in most tasks. */
    public static final String MAIN_METRIC = "max_ap";

    private static final List<String> OF_EACH = List.of("accuracy", "f1", "precision", "recall", "ap");

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
        if (left.length != right.length || left.length != together.length) {
            throw new IllegalArgumentException("left, right and together must be of one length, got " + left.length
                    + ", " + right.length + " and " + together.length);
        }
        Map<String, Similarity> similarities = new LinkedHashMap<>();
        similarities.put("similarity", PairScores::similarity);
        similarities.put("cosine", PairScores::cosine);
        similarities.put("manhattan", PairScores::manhattan);
        similarities.put("euclidean", PairScores::euclidean);
        similarities.put("dot", PairScores::dot);
        Map<String, Double> metrics = new LinkedHashMap<>();
        similarities.forEach((name, similarity) -> {
            double[] scores = new double[together.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = similarity.of(left[i], right[i], dimension);
            }
            ofScores(scores, together).forEach((metric, value) -> metrics.put(name + "_" + metric, value));
        });
        for (String metric : OF_EACH) {
            double largest = similarities.keySet().stream()
                    .mapToDouble(name -> metrics.get(name + "_" + metric))
                    .max()
                    .orElseThrow();
            metrics.put("max_" + metric, largest);
        }
        return metrics;
    }

    /**
     * The metrics of one likeness.
     *
     * @param scores the larger the more alike; equal ones are cut apart in their order, but for average precision
     */
    static Map<String, Double> ofScores(double[] scores, boolean[] together) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int positives = (int)
                IntStream.range(0, together.length).filter(i -> together[i]).count();
        double accuracy = 0;
        double f1 = 0;
        double precision = 0;
        double recall = 0;
        int hits = 0;
        for (int i = 0; i < order.length - 1; i++) {
            hits += together[order[i]] ? 1 : 0;
            int found = i + 1;
            int rightlyLeft = scores.length - positives - (found - hits);
            accuracy = Math.max(accuracy, (double) (hits + rightlyLeft) / scores.length);
            if (hits > 0) {
                double precisionHere = (double) hits / found;
                double recallHere = (double) hits / positives;
                double f1Here = 2 * precisionHere * recallHere / (precisionHere + recallHere);
                if (f1Here > f1) {
                    f1 = f1Here;
                    precision = precisionHere;
                    recall = recallHere;
                }
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", accuracy);
        metrics.put("f1", f1);
        metrics.put("precision", precision);
        metrics.put("recall", recall);
        metrics.put("ap", averagePrecision(scores, together, order, positives));
        return metrics;
    }

    /** The precision at each distinct score, weighted by the recall it adds; pairs of equal score are one step. */
    private static double averagePrecision(double[] scores, boolean[] together, int[] order, int positives) {
        double sum = 0;
        int hits = 0;
        int hitsBefore = 0;
        for (int i = 0; i < order.length; i++) {
            hits += together[order[i]] ? 1 : 0;
            boolean stepEnds = i + 1 == order.length || scores[order[i + 1]] != scores[order[i]];
            if (stepEnds) {
                sum += (double) (hits - hitsBefore) / positives * hits / (i + 1);
                hitsBefore = hits;
            }
        }
        return sum;
    }
}

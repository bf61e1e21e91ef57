package dev.gemmatune.eval.classification;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How well labels were predicted, with scikit-learn's definitions and mteb's names. */
public final class ClassificationMetrics {

    /** The names in mteb's order. */
    private static final String[] AVERAGED = {"f1", "precision", "recall"};

    private ClassificationMetrics() {}

    /**
     * Accuracy, and F1, precision and recall, as the plain mean over the labels that occur and as the mean weighted by
     * how often they are right. A ratio of nothing is 0.
     *
     * @param truth the labels
     * @param predicted as many
     */
    public static Map<String, Double> of(int[] truth, int[] predicted) {
        if (truth.length != predicted.length || truth.length == 0) {
            throw new IllegalArgumentException("predicted must be as many as truth and not none, got "
                    + predicted.length + " and " + truth.length);
        }
        Map<Integer, Counts> counts = new TreeMap<>();
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean hit = truth[i] == predicted[i];
            counts.merge(truth[i], new Counts(hit ? 1 : 0, 0, 1), Counts::plus);
            counts.merge(predicted[i], new Counts(0, 1, 0), Counts::plus);
            right += hit ? 1 : 0;
        }
        double[] plain = new double[AVERAGED.length];
        double[] weighted = new double[AVERAGED.length];
        for (Counts ofLabel : counts.values()) {
            double[] values = {ofLabel.f1(), ofLabel.precision(), ofLabel.recall()};
            for (int i = 0; i < values.length; i++) {
                plain[i] += values[i] / counts.size();
                weighted[i] += values[i] * ofLabel.support() / truth.length;
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", (double) right / truth.length);
        for (int i = 0; i < AVERAGED.length; i++) {
            metrics.put(AVERAGED[i], plain[i]);
            metrics.put(AVERAGED[i] + "_weighted", weighted[i]);
        }
        return metrics;
    }

    /**
     * How often a label was predicted rightly and wrongly.
     *
     * @param hits predicted and right
     * @param predicted predicted at all
     * @param support right at all
     */
    private record Counts(int hits, int predicted, int support) {

        Counts plus(Counts other) {
            return new Counts(hits + other.hits, predicted + other.predicted, support + other.support);
        }

        double precision() {
            return ratio(hits, predicted);
        }

        double recall() {
            return ratio(hits, support);
        }

        double f1() {
            return ratio(2.0 * hits, predicted + support);
        }

        private static double ratio(double part, double whole) {
            return whole == 0 ? 0 : part / whole;
        }
    }
}

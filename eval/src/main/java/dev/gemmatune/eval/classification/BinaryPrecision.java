package dev.gemmatune.eval.classification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Average precision of hard predictions of two labels, of which the larger is the positive one, as mteb 2.20.0 reports
 * it: a ranking of only two ranks.
 */
public final class BinaryPrecision {

    private BinaryPrecision() {}

    /**
     * {@code ap}, and {@code ap_weighted}, which mteb computes alike but for tasks of one score for each label.
     *
     * @param truth the labels
     * @param predicted as many
     * @return NaN if the truth does not have two values
     */
    public static Map<String, Double> of(int[] truth, int[] predicted) {
        int[] values = Arrays.stream(truth).distinct().sorted().toArray();
        double precision = values.length == 2 ? ofPositive(values[1], truth, predicted) : Double.NaN;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("ap", precision);
        metrics.put("ap_weighted", precision);
        return metrics;
    }

    private static double ofPositive(int positive, int[] truth, int[] predicted) {
        int positives = 0;
        int found = 0;
        int hits = 0;
        for (int i = 0; i < truth.length; i++) {
            positives += truth[i] == positive ? 1 : 0;
            found += predicted[i] == positive ? 1 : 0;
            hits += truth[i] == positive && predicted[i] == positive ? 1 : 0;
        }
        double first = found == 0 ? 0 : (double) hits / positives * hits / found;
        return first + (double) (positives - hits) / positives * positives / truth.length;
    }
}

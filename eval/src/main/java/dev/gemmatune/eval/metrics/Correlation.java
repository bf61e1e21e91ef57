package dev.gemmatune.eval.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How well two series of numbers go together. */
public final class Correlation {

    private Correlation() {}

    /**
     * Pearson's coefficient of linear correlation.
     *
     * @return from -1 to 1; NaN if one of the series is constant or if there are fewer than two values
     */
    public static double pearson(double[] left, double[] right) {
        requireSameLength(left, right);
        if (left.length < 2 || isConstant(left) || isConstant(right)) {
            return Double.NaN;
        }
        double[] x = unit(left);
        double[] y = unit(right);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        // Rounding must not leave the range, as in scipy.stats.pearsonr.
        return Math.max(-1.0, Math.min(1.0, sum));
    }

    /**
     * Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of their ranks.
     *
     * @return from -1 to 1; NaN if one of the series is constant or if there are fewer than two values
     */
    public static double spearman(double[] left, double[] right) {
        return pearson(ranks(left), ranks(right));
    }

    /** Ranks from 1, equal values sharing the mean of theirs. */
    static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        int start = 0;
        while (start < order.length) {
            int end = start;
            // Compared as numbers, so that 0 and -0 are equal.
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            end = Math.max(end, start + 1);
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            start = end;
        }
        return ranks;
    }

    private static double[] unit(double[] values) {
        double mean = NumpyStatistics.mean(values);
        double[] centred = Arrays.stream(values).map(value -> value - mean).toArray();
        double norm =
                Math.sqrt(Arrays.stream(centred).map(value -> value * value).reduce(0, Double::sum));
        return Arrays.stream(centred).map(value -> value / norm).toArray();
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    private static void requireSameLength(double[] left, double[] right) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    "right must be as long as left, got " + right.length + " and " + left.length);
        }
    }
}

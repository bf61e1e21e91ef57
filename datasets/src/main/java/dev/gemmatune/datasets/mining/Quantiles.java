package dev.gemmatune.datasets.mining;

import java.util.Arrays;

/**
 * How scores are spread; all NaN if there are none.
 *
 * @param minimum the lowest
 * @param quarter a quarter lies at or below it
 * @param median the middle
 * @param threeQuarters three quarters lie at or below it
 * @param maximum the highest
 */
public record Quantiles(double minimum, double quarter, double median, double threeQuarters, double maximum) {

    /** Of values in any order, interpolated linearly between neighbours as NumPy does. */
    public static Quantiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}

package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A confidence interval: the items are drawn again with replacement, as many as there are, and what comes out of these
 * draws shows how much it would vary with other items of the same kind (Efron and Tibshirani 1993).
 *
 * @param low its lower end
 * @param high its upper end
 */
public record BootstrapInterval(double low, double high) {

    private static final BootstrapInterval UNKNOWN = new BootstrapInterval(Double.NaN, Double.NaN);

    /**
     * The interval of the mean of differences. Cost: rounds × differences.
     *
     * @param differences of each query, finite
     * @param how rounds, confidence, ends and seed
     * @return NaN to NaN for fewer than two differences, which say nothing of others
     */
    public static BootstrapInterval ofMean(double[] differences, Resampling how) {
        return differences.length < 2
                ? UNKNOWN
                : ofDraws(resampledMeans(differences, how), mean(differences), acceleration(differences), how);
    }

    /**
     * The interval of a number that was computed from draws.
     *
     * @param draws what came out of each draw, rising, not NaN
     * @param seen what came out of the items themselves
     * @param acceleration for the skewness, see {@link #acceleration}
     * @return NaN to NaN for no draws
     */
    static BootstrapInterval ofDraws(double[] draws, double seen, double acceleration, Resampling how) {
        if (draws.length == 0) {
            return UNKNOWN;
        }
        double outside = (1 - how.confidence()) / 2;
        double low = outside;
        double high = 1 - outside;
        if (how.interval() == Resampling.Interval.BIAS_CORRECTED && draws[0] < draws[draws.length - 1]) {
            double bias = Normal.quantile(shareBelow(draws, seen));
            low = corrected(outside, bias, acceleration);
            high = corrected(1 - outside, bias, acceleration);
        }
        return new BootstrapInterval(quantile(draws, low), quantile(draws, high));
    }

    private static double[] resampledMeans(double[] differences, Resampling how) {
        SplittableRandom random = new SplittableRandom(how.seed());
        double[] means = new double[how.rounds()];
        for (int round = 0; round < means.length; round++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[round] = sum / differences.length;
        }
        Arrays.sort(means);
        return means;
    }

    /** The share of values below one, where equal ones count half. */
    private static double shareBelow(double[] sorted, double value) {
        long below = Arrays.stream(sorted).filter(mean -> mean < value).count();
        long atMost = Arrays.stream(sorted).filter(mean -> mean <= value).count();
        return (below + atMost) / (2.0 * sorted.length);
    }

    /** From the skewness of what each item adds to or takes from the mean; 0 if all add the same. */
    static double acceleration(double[] influences) {
        double mean = mean(influences);
        double squares = 0;
        double cubes = 0;
        for (double value : influences) {
            double influence = value - mean;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    /** The corrected share; a bias without end leaves it as it is. */
    private static double corrected(double share, double bias, double acceleration) {
        if (!Double.isFinite(bias)) {
            return share;
        }
        double shifted = bias + Normal.quantile(share);
        return Normal.cumulative(bias + shifted / (1 - acceleration * shifted));
    }

    /** With straight lines between the sorted values, as NumPy does by default. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}

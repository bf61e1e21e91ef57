package dev.gemmatune.eval.significance;

/**
 * How often and how differences are drawn again.
 *
 * @param rounds random draws of the test and of the interval, at least 1
 * @param confidence of the interval, above 0 and below 1
 * @param interval how its ends are found
 * @param seed of the draws: the same seed gives the same numbers
 */
public record Resampling(int rounds, double confidence, Interval interval, long seed) {

    /** How the ends of an interval are found. */
    public enum Interval {
        /** The quantiles of the resampled means. */
        PERCENTILE,
        /** The quantiles, corrected for bias and skewness (BCa; Efron 1987, "Better bootstrap confidence intervals"). */
        BIAS_CORRECTED
    }

    /** 10,000 draws, 95 %, BCa: p values are exact to about half a percentage point. */
    public static final Resampling DEFAULT = new Resampling(10_000, 0.95, Interval.BIAS_CORRECTED, 42);

    /** Enough for ends to two digits, where a draw costs a pass over all items. */
    private static final int ROUNDS_OF_WHOLE_SETS = 2_000;

    /** Checks the ranges. */
    public Resampling {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be >= 1, got " + rounds);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be above 0 and below 1, got " + confidence);
        }
    }

    /** The same with no more than 2,000 draws, for metrics that each draw computes from all items anew. */
    Resampling ofWholeSets() {
        return new Resampling(Math.min(rounds, ROUNDS_OF_WHOLE_SETS), confidence, interval, seed);
    }

    /** The same with another seed. */
    public Resampling withSeed(long other) {
        return new Resampling(rounds, confidence, interval, other);
    }

    /** The same with another way to find the ends. */
    public Resampling withInterval(Interval other) {
        return new Resampling(rounds, confidence, other, seed);
    }
}

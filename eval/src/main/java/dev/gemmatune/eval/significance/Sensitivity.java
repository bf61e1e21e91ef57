package dev.gemmatune.eval.significance;

/**
 * How small a difference between two models so many items can show: what four of five tests find at p below 0.05 (power
 * 0.8; Cohen 1988), from how much the differences of single items vary.
 *
 * @param items what they are, in the plural: {@code queries}
 * @param count how many there are
 * @param deviation the standard deviation of a single item's difference, above 0
 */
public record Sensitivity(String items, int count, double deviation) {

    /** Standard errors from 0 at which a test of level 0.05, two-sided, has power 0.8: 1.96 and 0.84. */
    private static final double ERRORS = Normal.quantile(1 - Difference.LEVEL / 2) + Normal.quantile(0.8);

    /** Of fewer items even the clearest outcome, all on one side, has p above 0.05: 2 of 2 to the power of 5. */
    private static final int FEWEST = 6;

    /** The deviation of scores of 0 and 1, half of each: none from 0 to 1 is larger. */
    private static final double LARGEST_DEVIATION = 0.5;

    /** Checks the numbers. */
    public Sensitivity {
        if (count < 1 || !(deviation > 0)) {
            throw new IllegalArgumentException(
                    "count must be >= 1 and deviation > 0, got " + count + " and " + deviation);
        }
    }

    /**
     * From a standard error of the difference.
     *
     * @param standardError 0 or NaN if all items have the same difference, which says nothing of others
     * @param scores of the items in one of the models; how much they vary then stands for the differences
     */
    static Sensitivity of(String items, int count, double standardError, double[] scores) {
        double seen = standardError * Math.sqrt(count);
        double deviation = seen > 0 ? seen : deviation(scores);
        return new Sensitivity(items, count, deviation > 0 ? deviation : LARGEST_DEVIATION);
    }

    /** The standard deviation of a sample; NaN for fewer than two values. */
    static double deviation(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    /** The smallest difference that these items can be expected to show; infinite if they can show none. */
    public double smallestDifference() {
        return count < FEWEST ? Double.POSITIVE_INFINITY : ERRORS * deviation / Math.sqrt(count);
    }

    /** How many items of this kind it takes to show a difference, above 0. */
    public long itemsFor(double difference) {
        double errors = ERRORS * deviation / difference;
        return Math.max(FEWEST, (long) Math.ceil(errors * errors));
    }
}

package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far a second model is from a first in a metric, over the same items.
 *
 * @param first the metric of the first model
 * @param second the metric of the second model
 * @param interval in which the difference lies with the confidence that was asked for; NaN to NaN for a single item
 * @param pValue how likely a difference as large would be between equal models
 * @param tally the items on which each model is better, where the metric is a mean over them
 * @param sensitivity how small a difference these items can show
 */
public record Difference(
        double first,
        double second,
        BootstrapInterval interval,
        double pValue,
        Optional<Tally> tally,
        Sensitivity sensitivity) {

    /** Below it a difference is commonly called significant. */
    public static final double LEVEL = 0.05;

    /** Scores nearer than this differ by rounding only. */
    private static final double SAME = 1e-12;

    /**
     * Compares two models. Where the metric is a mean over items, p comes from a paired randomisation test; elsewhere
     * the models' answers to an item cannot be exchanged, since cosines of two models have different scales, and p comes
     * from the draws of the interval.
     *
     * @param first the sample of the first model
     * @param second that of the second, {@linkplain Sample#isComparableWith comparable}; higher is better
     * @param how the test and the interval are done
     */
    public static Difference between(Sample first, Sample second, Resampling how) {
        if (!first.isComparableWith(second)) {
            throw new IllegalArgumentException("first and second must have the same items and be finite, got "
                    + first.ids().size() + " " + first.items() + " and "
                    + second.ids().size() + " " + second.items() + " of " + first.value() + " and " + second.value());
        }
        Optional<double[]> left = first.values();
        Optional<double[]> right = second.values();
        PairedBootstrap bootstrap = new PairedBootstrap(first, second);
        if (left.isEmpty() || right.isEmpty()) {
            Resampling costly = how.ofWholeSets();
            double[] draws = bootstrap.draws(costly);
            return new Difference(
                    first.value(),
                    second.value(),
                    bootstrap.interval(draws, costly),
                    bootstrap.pValue(draws),
                    Optional.empty(),
                    Sensitivity.of(first.items(), first.ids().size(), Sensitivity.deviation(draws), new double[0]));
        }
        double[] differences = differences(left.get(), right.get());
        boolean onePart = first.parts().size() == 1;
        return new Difference(
                first.value(),
                second.value(),
                onePart ? BootstrapInterval.ofMean(differences, how) : bootstrap.interval(bootstrap.draws(how), how),
                RandomisationTest.pValue(shares(differences, first), how.rounds(), how.seed()),
                Optional.of(Tally.of(first.items(), differences)),
                Sensitivity.of(first.items(), differences.length, standardError(differences, first), left.get()));
    }

    /** That of the mean over parts, whose items vary each among themselves. */
    private static double standardError(double[] differences, Sample sample) {
        double variance = 0;
        int from = 0;
        for (Sample.Part part : sample.parts()) {
            int size = part.ids().size();
            double deviation = Sensitivity.deviation(Arrays.copyOfRange(differences, from, from + size));
            variance += Double.isNaN(deviation) ? 0 : deviation * deviation / size;
            from += size;
        }
        return Math.sqrt(variance) / sample.parts().size();
    }

    private static double[] differences(double[] first, double[] second) {
        double[] differences = new double[first.length];
        for (int i = 0; i < differences.length; i++) {
            double difference = second[i] - first[i];
            differences[i] = Math.abs(difference) < SAME ? 0 : difference;
        }
        return differences;
    }

    /** What each item's difference adds to the sum over parts: an item of a small part weighs more. */
    private static double[] shares(double[] differences, Sample sample) {
        if (sample.parts().size() == 1) {
            return differences;
        }
        double[] shares = differences.clone();
        int item = 0;
        for (Sample.Part part : sample.parts()) {
            for (int i = 0; i < part.ids().size(); i++) {
                shares[item++] /= part.ids().size();
            }
        }
        return shares;
    }

    /** The second model's metric less the first's. */
    public double change() {
        return second - first;
    }

    /** Whether equal models would rarely differ so much. */
    public boolean significant() {
        return pValue < LEVEL;
    }
}

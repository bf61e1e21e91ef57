package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapIntervalTest {

    private static final Resampling PERCENTILE = new Resampling(100_000, 0.95, Resampling.Interval.PERCENTILE, 3);
    private static final Resampling CORRECTED = PERCENTILE.withInterval(Resampling.Interval.BIAS_CORRECTED);

    @Test
    void bothKindsAgreeWithScipy() {
        double[] differences = FixedDifferences.of(60, 0.7);
        // scipy 1.10.1: bootstrap((d,), mean, n_resamples=400000)
        assertInterval(-0.019829, 0.193247, BootstrapInterval.ofMean(differences, PERCENTILE), 0.0015);
        assertInterval(-0.020374, 0.192686, BootstrapInterval.ofMean(differences, CORRECTED), 0.0015);
    }

    @Test
    void skewedValuesShiftTheCorrectedIntervalAsInScipy() {
        double[] skewed = IntStream.range(0, 40)
                .mapToDouble(i -> Math.pow((i * 7919 + 13) % 1009 / 1009.0, 6))
                .toArray();
        Resampling how = new Resampling(100_000, 0.9, Resampling.Interval.PERCENTILE, 3);
        assertInterval(0.074694, 0.188226, BootstrapInterval.ofMean(skewed, how), 0.0008);
        assertInterval(
                0.081074,
                0.199105,
                BootstrapInterval.ofMean(skewed, how.withInterval(Resampling.Interval.BIAS_CORRECTED)),
                0.0008);
    }

    @Test
    void equalDifferencesHaveAnIntervalWithoutWidth() {
        double[] equal = new double[9];
        Arrays.fill(equal, 0.25);
        assertEquals(new BootstrapInterval(0.25, 0.25), BootstrapInterval.ofMean(equal, CORRECTED));
        assertEquals(new BootstrapInterval(0, 0), BootstrapInterval.ofMean(new double[5], CORRECTED));
    }

    @Test
    void oneQueryHasNoInterval() {
        assertEquals(
                new BootstrapInterval(Double.NaN, Double.NaN), BootstrapInterval.ofMean(new double[] {0.3}, CORRECTED));
    }

    @Test
    void twoValuesByHand() {
        // The mean of two draws of {0, 1} is 0, 0.5 or 1 with 1/4, 1/2, 1/4: 10 % lie at 0 and 90 % at 1.
        Resampling how = new Resampling(10_000, 0.8, Resampling.Interval.PERCENTILE, 1);
        assertEquals(new BootstrapInterval(0, 1), BootstrapInterval.ofMean(new double[] {0, 1}, how));
        assertEquals(
                new BootstrapInterval(0.5, 0.5),
                BootstrapInterval.ofMean(
                        new double[] {0, 1}, new Resampling(10_000, 0.4, Resampling.Interval.PERCENTILE, 1)));
    }

    @Test
    void theSeedDecidesTheDraws() {
        double[] differences = FixedDifferences.of(60, 0.7);
        Resampling how = new Resampling(500, 0.95, Resampling.Interval.BIAS_CORRECTED, 3);
        BootstrapInterval interval = BootstrapInterval.ofMean(differences, how);
        assertEquals(interval, BootstrapInterval.ofMean(differences, how));
        assertNotEquals(interval, BootstrapInterval.ofMean(differences, how.withSeed(4)));
    }

    @Test
    void theNormalDistributionIsThatOfScipy() {
        assertEquals(2.866515718791933e-07, Normal.cumulative(-5), 1e-15);
        assertEquals(0.024997895148220435, Normal.cumulative(-1.96), 1e-15);
        assertEquals(0.6914624612740131, Normal.cumulative(0.5), 1e-15);
        assertEquals(0.9986501019683699, Normal.cumulative(3), 1e-15);
        assertEquals(-4.753424308822899, Normal.quantile(1e-6), 1e-9);
        assertEquals(-1.9599639845400545, Normal.quantile(0.025), 1e-12);
        assertEquals(Double.NEGATIVE_INFINITY, Normal.quantile(0));
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Resampling(0, 0.9, Resampling.Interval.PERCENTILE, 1));
        assertThrows(IllegalArgumentException.class, () -> new Resampling(10, 1, Resampling.Interval.PERCENTILE, 1));
    }

    private static void assertInterval(double low, double high, BootstrapInterval found, double tolerance) {
        assertEquals(low, found.low(), tolerance);
        assertEquals(high, found.high(), tolerance);
    }
}

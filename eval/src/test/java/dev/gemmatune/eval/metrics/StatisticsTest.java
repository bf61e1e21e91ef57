package dev.gemmatune.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theDeviationOfThreeEqualNumbersIsThatOfNumpy() {
        assertEquals(1.1102230246251565e-16, NumpyStatistics.standardDeviation(new double[] {.8, .8, .8}));
    }

    @Test
    void sumsAreMadeInNumpysOrder() {
        // numpy.sum of sqrt(arange(n)) in NumPy 2.4.6.
        assertEquals(10.83182209022494, NumpyStatistics.sum(roots(7)));
        assertEquals(29.249004591697254, NumpyStatistics.sum(roots(13)));
        assertEquals(959.5754009505721, NumpyStatistics.sum(roots(128)));
        assertEquals(21065.833110879048, NumpyStatistics.sum(roots(1000)));
    }

    @Test
    void roundingIsHalfToEvenOnTheExactValue() {
        assertEquals(0.12, Rounding.round(0.125, 2));
        assertEquals(0.38, Rounding.round(0.375, 2));
        assertEquals(2.67, Rounding.round(2.675, 2), "2.675 is stored as a little less");
        assertTrue(Double.isNaN(Rounding.round(Double.NaN, 5)));
    }

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertArrayEquals(new double[] {4, 1.5, 3, 1.5}, Correlation.ranks(new double[] {9, 0.0, 5, -0.0}));
    }

    @Test
    void correlationsAgreeWithAComputationByHand() {
        double[] x = {1, 2, 3, 4};
        assertEquals(1.0, Correlation.spearman(x, new double[] {1, 8, 27, 64}), 1e-15);
        assertEquals(-1.0, Correlation.pearson(x, new double[] {4, 3, 2, 1}), 1e-15);
        assertEquals(0.8, Correlation.pearson(x, new double[] {1, 3, 2, 4}), 1e-15);
    }

    @Test
    void nothingCorrelatesWithAConstant() {
        assertTrue(Double.isNaN(Correlation.pearson(new double[] {1, 2}, new double[] {3, 3})));
        assertTrue(Double.isNaN(Correlation.spearman(new double[] {1}, new double[] {3})));
    }

    @Test
    void theOraclesChoiceHasArea1AndAConstantMetricNone() {
        double[] metric = {0, 0.25, 0.5, 1};
        assertEquals(1.0, AbstentionCurve.normalisedArea(metric, metric), 1e-15);
        assertTrue(Double.isNaN(AbstentionCurve.normalisedArea(metric, new double[] {1, 1, 1, 1})));
        assertTrue(Double.isNaN(AbstentionCurve.normalisedArea(new double[0], new double[0])));
    }

    private static double[] roots(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> Math.sqrt(i));
        return values;
    }
}

package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.metrics.Correlation;
import dev.gemmatune.eval.metrics.ThresholdMetric;
import dev.gemmatune.eval.significance.PairCorrelation.Coefficient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticTest {

    @Test
    void aMeanCountsEachOccurrence() {
        // (0.2 + 0.2 + 0.5) / 3
        assertEquals(
                0.3, new ItemMean(new double[] {0.2, 0.9, 0.5}).ofCounts().applyAsDouble(new int[] {2, 0, 1}), 1e-15);
    }

    @Test
    void correlationsOfCountsAreThoseOfTheRepeatedPairs() {
        double[] likeness = {0.1, 0.4, 0.4, 0.3, 0.9};
        double[] gold = {1, 2, 3, 3, 5};
        int[] counts = {2, 0, 1, 3, 1};
        double[] left = repeated(likeness, counts);
        double[] right = repeated(gold, counts);
        assertEquals(
                Correlation.spearman(left, right),
                new PairCorrelation(likeness, gold, Coefficient.SPEARMAN)
                        .ofCounts()
                        .applyAsDouble(counts),
                1e-12);
        assertEquals(
                Correlation.pearson(left, right),
                new PairCorrelation(likeness, gold, Coefficient.PEARSON)
                        .ofCounts()
                        .applyAsDouble(counts),
                1e-12);
    }

    @Test
    void aConstantDrawHasNoCorrelation() {
        PairCorrelation correlation =
                new PairCorrelation(new double[] {0.1, 0.2}, new double[] {1, 2}, Coefficient.SPEARMAN);
        assertTrue(Double.isNaN(correlation.ofCounts().applyAsDouble(new int[] {2, 0})));
        assertEquals(1, correlation.value(), 1e-12);
    }

    @Test
    void thresholdsSeeEachOccurrenceOfAPair() {
        PairThreshold ap = new PairThreshold(
                ThresholdMetric.AP, new double[][] {{0.9, 0.8, 0.1}}, new boolean[] {true, false, true});
        // Found in the order yes, no, yes: 1/2 · 1/1 + 1/2 · 2/3.
        assertEquals(0.5 + 1.0 / 3, ap.value(), 1e-15);
        // yes, no, no, yes: 1/2 + 1/2 · 2/4.
        assertEquals(0.75, ap.ofCounts().applyAsDouble(new int[] {1, 2, 1}), 1e-15);
        assertTrue(Double.isNaN(ap.ofCounts().applyAsDouble(new int[] {0, 3, 0})), "nothing belongs together");
    }

    @Test
    void ofSeveralLikenessesTheBestCounts() {
        boolean[] together = {true, false, true};
        PairThreshold accuracy = new PairThreshold(
                ThresholdMetric.ACCURACY, new double[][] {{0.9, 0.8, 0.1}, {0.9, 0.1, 0.8}}, together);
        assertEquals(1, accuracy.value());
    }

    @Test
    void macroF1IsTheMeanOverTheLabelsThatOccur() {
        int[][] truth = {{0}, {0}, {1}};
        int[][][] predicted = {{{0}, {1}, {1}}, {{0}, {0}, {1}}};
        MacroF1 f1 = new MacroF1(truth, predicted);
        // First experiment: both labels 2 · 1 / 3; second: 1.
        assertEquals((2.0 / 3 + 1) / 2, f1.value(), 1e-15);
        // Without the third text: label 0 has 2 / 3 and label 1, only predicted, 0; second: only label 0, 1.
        assertEquals((1.0 / 3 + 1) / 2, f1.ofCounts().applyAsDouble(new int[] {1, 1, 0}), 1e-15);
    }

    @Test
    void lengthsThatDifferAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PairCorrelation(new double[1], new double[2], Coefficient.PEARSON));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PairThreshold(ThresholdMetric.AP, new double[1][2], new boolean[1]));
        assertThrows(IllegalArgumentException.class, () -> new MacroF1(new int[2][1], new int[1][1][1]));
    }

    private static double[] repeated(double[] values, int[] counts) {
        return IntStream.range(0, values.length)
                .flatMap(i -> IntStream.generate(() -> i).limit(counts[i]))
                .mapToDouble(i -> values[i])
                .toArray();
    }
}

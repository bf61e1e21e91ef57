package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void winsLossesAndTiesAreThoseOfTheSecondModel() {
        Difference difference = between(new double[] {0.1, 0.5, 0.5, 0.9}, new double[] {0.2, 0.6, 0.5, 0.4});
        assertEquals(2, difference.tally().orElseThrow().wins());
        assertEquals(1, difference.tally().orElseThrow().losses());
        assertEquals(1, difference.tally().orElseThrow().ties());
        assertEquals(4, difference.tally().orElseThrow().total());
        assertEquals(0.5, difference.first(), 1e-15);
        assertEquals(0.425, difference.second(), 1e-15);
        assertEquals(-0.075, difference.change(), 1e-15);
        // ± 0.1 ± 0.1 ± 0.5 lies at least 0.3 from 0 whatever the signs.
        assertEquals(1.0, difference.pValue());
        assertFalse(difference.significant());
    }

    @Test
    void swappingTheModelsTurnsTheSigns() {
        double[] first = {0.1, 0.3, 0.2, 0.4, 0.1, 0.7, 0.3};
        double[] second = {0.2, 0.5, 0.5, 0.6, 0.2, 0.8, 0.9};
        Difference there = between(first, second);
        Difference back = between(second, first);
        assertEquals(2.0 / 128, there.pValue());
        assertEquals(there.pValue(), back.pValue());
        assertTrue(there.significant());
        assertEquals(there.change(), -back.change(), 1e-15);
        assertEquals(
                there.tally().orElseThrow().wins(), back.tally().orElseThrow().losses());
        assertTrue(there.interval().low() > 0, there::toString);
    }

    @Test
    void aModelDoesNotDifferFromItself() {
        double[] scores = {0.3, 0.1, 0.9};
        Difference difference = between(scores, scores);
        assertEquals(1.0, difference.pValue());
        assertEquals(new BootstrapInterval(0, 0), difference.interval());
        assertEquals(3, difference.tally().orElseThrow().ties());
    }

    @Test
    void whatCannotBePairedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> between(new double[] {1}, new double[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> between(new double[0], new double[0]));
        assertThrows(IllegalArgumentException.class, () -> between(new double[] {1}, new double[] {Double.NaN}));
        Sample queries = new Sample("queries", List.of("a"), new ItemMean(new double[] {1}));
        Sample others = new Sample("queries", List.of("b"), new ItemMean(new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> Difference.between(queries, others, Resampling.DEFAULT));
    }

    @Test
    void itemsOfSmallPartsWeighMore() {
        Sample first = parts(new double[] {0}, new double[] {0, 0, 0});
        Sample second = parts(new double[] {-0.4}, new double[] {0.3, 0.3, 0.3});
        Difference difference = Difference.between(first, second, Resampling.DEFAULT);
        assertEquals(-0.05, difference.change(), 1e-15, "(-0.4 + 0.3) / 2");
        assertEquals(3, difference.tally().orElseThrow().wins());
        // ± 0.4 ± 0.1 ± 0.1 ± 0.1, seen 0.1: any signs are as far from 0.
        assertEquals(1.0, difference.pValue());
        // Each part draws among its own items, which are all the same.
        assertEquals(-0.05, difference.interval().low(), 1e-12);
        assertEquals(-0.05, difference.interval().high(), 1e-12);
    }

    @Test
    void correlationsAreComparedByDrawingPairsForBothModels() {
        double[] gold = new double[60];
        double[] good = new double[60];
        double[] bad = new double[60];
        double[] noise = FixedDifferences.of(60, 1.0);
        for (int i = 0; i < gold.length; i++) {
            gold[i] = i / 60.0;
            good[i] = 100 * (gold[i] + 0.1 * noise[i]);
            bad[i] = gold[i] + 2 * noise[i];
        }
        Difference difference = Difference.between(pairs(bad, gold), pairs(good, gold), Resampling.DEFAULT);
        assertTrue(difference.change() > 0.3, difference::toString);
        assertTrue(difference.interval().low() > 0, difference::toString);
        assertTrue(difference.significant(), difference::toString);
        assertTrue(difference.tally().isEmpty(), "a pair alone has no correlation");
        Difference same = Difference.between(pairs(good, gold), pairs(good, gold), Resampling.DEFAULT);
        assertEquals(1.0, same.pValue());
        assertEquals(new BootstrapInterval(0, 0), same.interval());
    }

    @Test
    void theGeneralWayGivesTheIntervalOfMeans() {
        double[] differences = FixedDifferences.of(60, 0.7);
        Resampling how = new Resampling(50_000, 0.95, Resampling.Interval.BIAS_CORRECTED, 3);
        PairedBootstrap bootstrap = new PairedBootstrap(queries(new double[differences.length]), queries(differences));
        BootstrapInterval general = bootstrap.interval(bootstrap.draws(how), how);
        BootstrapInterval ofMean = BootstrapInterval.ofMean(differences, how);
        assertEquals(ofMean.low(), general.low(), 1e-9);
        assertEquals(ofMean.high(), general.high(), 1e-9);
    }

    private static Difference between(double[] first, double[] second) {
        return Difference.between(queries(first), queries(second), Resampling.DEFAULT);
    }

    private static Sample queries(double[] values) {
        return new Sample("queries", ids(values.length), new ItemMean(values));
    }

    private static Sample pairs(double[] likeness, double[] gold) {
        return new Sample(
                "pairs", ids(gold.length), new PairCorrelation(likeness, gold, PairCorrelation.Coefficient.SPEARMAN));
    }

    private static Sample parts(double[]... values) {
        return new Sample(
                "texts",
                Arrays.stream(values)
                        .map(of -> new Sample.Part(ids(of.length), new ItemMean(of)))
                        .toList());
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}

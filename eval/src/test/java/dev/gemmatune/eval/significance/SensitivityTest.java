package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Golden numbers of scipy.stats.norm: {@code e = ppf(.975) + ppf(.8) = 2.80158521811}. */
class SensitivityTest {

    private static Sample sample(double... values) {
        List<String> ids =
                IntStream.range(0, values.length).mapToObj(i -> "q" + i).toList();
        return new Sample("queries", ids, new ItemMean(values));
    }

    private static Sensitivity of(Sample first, Sample second) {
        return Difference.between(first, second, Resampling.DEFAULT).sensitivity();
    }

    @Test
    void itemsAndDifferencesAreThoseOfPowerFourFifths() {
        Sensitivity sensitivity = new Sensitivity("queries", 10, 0.2);
        // 2.8016 * 0.2 / sqrt(10), and (2.8016 * 0.2 / 0.03)^2 = 348.84.
        assertEquals(0.17718780696593192, sensitivity.smallestDifference(), 1e-7);
        assertEquals(349, sensitivity.itemsFor(0.03));
        assertEquals(6, sensitivity.itemsFor(1), "with fewer no test can tell");
    }

    @Test
    void theDeviationIsThatOfTheDifferences() {
        double[] differences = {0.5, 0, 0, -0.25, 0, 0, 0, 0.25, 0, 0};
        double[] first = new double[10];
        Arrays.fill(first, 0.5);
        double[] second = IntStream.range(0, 10)
                .mapToDouble(i -> first[i] + differences[i])
                .toArray();
        Sensitivity found = of(sample(first), sample(second));
        // statistics.stdev([.5, 0, 0, -.25, 0, 0, 0, .25, 0, 0])
        assertEquals(0.19720265943665385, found.deviation(), 1e-12);
        assertEquals(10, found.count());
        assertEquals("queries", found.items());
    }

    @Test
    void whereNothingChangedTheScoresStandForTheDifferences() {
        // statistics.stdev of five ones and five zeros
        Sample half = sample(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
        assertEquals(0.5270462766947299, of(half, half).deviation(), 1e-12);
        Sample same = sample(1, 1, 1, 1);
        assertEquals(0.5, of(same, same).deviation());
    }

    @Test
    void fewItemsShowNothing() {
        assertTrue(Double.isInfinite(new Sensitivity("queries", 5, 0.01).smallestDifference()));
        assertEquals(0.5, of(sample(1), sample(0)).deviation(), "of a single item nothing is known");
        assertThrows(IllegalArgumentException.class, () -> new Sensitivity("queries", 0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Sensitivity("queries", 1, 0));
    }

    @Test
    void partsVaryEachAmongThemselves() {
        Sample zero = parts(new double[] {0, 0, 0, 0}, new double[] {0, 0});
        Sample other = parts(new double[] {1, 1, 0, 0}, new double[] {1, 0});
        // sqrt((1/3) / 4 + (1/2) / 2) / 2 is the standard error of the mean over parts; times sqrt(6).
        assertEquals(
                Math.sqrt(1 / 12.0 + 0.25) / 2 * Math.sqrt(6), of(zero, other).deviation(), 1e-12);
    }

    private static Sample parts(double[] one, double[] two) {
        return new Sample(
                "queries",
                List.of(
                        new Sample.Part(List.of("a", "b", "c", "d"), new ItemMean(one)),
                        new Sample.Part(List.of("e", "f"), new ItemMean(two))));
    }

    @Test
    void correlationsHaveOneOfTheirDraws() {
        double[] gold = IntStream.range(0, 40).mapToDouble(i -> i % 7).toArray();
        double[] near = IntStream.range(0, 40)
                .mapToDouble(i -> i % 7 + (i * 31 % 11) * 0.3)
                .toArray();
        double[] far = IntStream.range(0, 40)
                .mapToDouble(i -> i % 7 + (i * 17 % 13) * 0.9)
                .toArray();
        Difference difference = Difference.between(pairs(near, gold), pairs(far, gold), Resampling.DEFAULT);
        double error = difference.sensitivity().deviation() / Math.sqrt(40);
        double width = difference.interval().high() - difference.interval().low();
        assertEquals(width / 2 / 1.96, error, 0.2 * error, "the interval is about 1.96 errors to each side");
    }

    private static Sample pairs(double[] likeness, double[] gold) {
        List<String> ids =
                IntStream.range(0, gold.length).mapToObj(i -> "p" + i).toList();
        return new Sample("pairs", ids, new PairCorrelation(likeness, gold, PairCorrelation.Coefficient.PEARSON));
    }
}

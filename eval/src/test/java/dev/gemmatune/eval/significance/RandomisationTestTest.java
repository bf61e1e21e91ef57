package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomisationTestTest {

    private static final int ROUNDS = 20_000;

    @Test
    void threeDifferencesOfOneSignAreTwoOfEightChoices() {
        // Only + + + and - - - have a sum as far from 0.
        assertEquals(2.0 / 8, RandomisationTest.pValue(new double[] {0.1, 0.2, 0.3}, ROUNDS, 1));
    }

    @Test
    void equalSumsCountHoweverTheyAreRounded() {
        // 0.1 + 0.2 - 0.3 is not 0 in binary, but counts as far from 0 as 0 is.
        assertEquals(1.0, RandomisationTest.pValue(new double[] {0.1, 0.2, -0.3}, ROUNDS, 1));
        // Of ± 1 ± 1 ± 2 (sum seen 2): 4, 2, 2, 0, 0, -2, -2, -4.
        assertEquals(6.0 / 8, RandomisationTest.pValue(new double[] {1, -1, 2}, ROUNDS, 1));
    }

    @Test
    void differencesOfZeroChangeNothing() {
        double[] zeros = new double[100];
        assertEquals(1.0, RandomisationTest.pValue(zeros, ROUNDS, 1));
        zeros[3] = 0.1;
        zeros[50] = 0.2;
        zeros[51] = 0.3;
        assertEquals(2.0 / 8, RandomisationTest.pValue(zeros, ROUNDS, 1));
    }

    @Test
    void oneQueryAndNoQuerySayNothing() {
        assertEquals(1.0, RandomisationTest.pValue(new double[] {0.7}, ROUNDS, 1));
        assertEquals(1.0, RandomisationTest.pValue(new double[0], ROUNDS, 1));
    }

    @Test
    void fewQueriesAgreeWithScipyExactly() {
        double[] differences = FixedDifferences.of(12, 1.0);
        assertEquals(-0.1209943838784275, FixedDifferences.mean(differences), 1e-15);
        // scipy 1.10.1: permutation_test(permutation_type="samples", n_resamples=inf)
        assertEquals(0.38818359375, RandomisationTest.pValue(differences, ROUNDS, 1));
    }

    @Test
    void manyQueriesAgreeWithScipyWithinTheError() {
        double[] differences = FixedDifferences.of(60, 0.7);
        assertEquals(0.08678096603988898, FixedDifferences.mean(differences), 1e-15);
        // scipy 1.10.1 with 400,000 draws; three standard errors of 20,000 draws are 0.007.
        assertEquals(0.11921, RandomisationTest.pValue(differences, ROUNDS, 1), 0.007);
    }

    @Test
    void theSeedDecidesTheDraws() {
        double[] differences = FixedDifferences.of(60, 0.7);
        double p = RandomisationTest.pValue(differences, ROUNDS, 1);
        assertEquals(p, RandomisationTest.pValue(differences, ROUNDS, 1));
        assertNotEquals(p, RandomisationTest.pValue(differences, ROUNDS, 2));
    }

    @Test
    void aSampledPValueIsNeverZero() {
        double[] differences = new double[200];
        java.util.Arrays.fill(differences, 0.5);
        double p = RandomisationTest.pValue(differences, 999, 1);
        assertEquals(1.0 / 1000, p);
        assertTrue(p > 0);
    }
}

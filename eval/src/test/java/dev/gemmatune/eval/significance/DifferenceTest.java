package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DifferenceTest {

    @Test
    void winsLossesAndTiesAreThoseOfTheSecondModel() {
        Difference difference = Difference.between(
                new double[] {0.1, 0.5, 0.5, 0.9}, new double[] {0.2, 0.6, 0.5, 0.4}, Resampling.DEFAULT);
        assertEquals(2, difference.wins());
        assertEquals(1, difference.losses());
        assertEquals(1, difference.ties());
        assertEquals(4, difference.queries());
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
        Difference there = Difference.between(first, second, Resampling.DEFAULT);
        Difference back = Difference.between(second, first, Resampling.DEFAULT);
        assertEquals(2.0 / 128, there.pValue());
        assertEquals(there.pValue(), back.pValue());
        assertTrue(there.significant());
        assertEquals(there.change(), -back.change(), 1e-15);
        assertEquals(there.wins(), back.losses());
        assertTrue(there.interval().low() > 0, there::toString);
    }

    @Test
    void aModelDoesNotDifferFromItself() {
        double[] scores = {0.3, 0.1, 0.9};
        Difference difference = Difference.between(scores, scores, Resampling.DEFAULT);
        assertEquals(1.0, difference.pValue());
        assertEquals(new BootstrapInterval(0, 0), difference.interval());
        assertEquals(3, difference.ties());
    }

    @Test
    void whatCannotBePairedIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Difference.between(new double[] {1}, new double[] {1, 2}, Resampling.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () -> Difference.between(new double[0], new double[0], Resampling.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () -> Difference.between(new double[] {1}, new double[] {Double.NaN}, Resampling.DEFAULT));
    }
}

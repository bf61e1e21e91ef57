package dev.gemmatune.model.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class GaussianStreamTest {

    @Test
    void bitsAreThoseOfSplitMix64() {
        // The published first values for the seed 1234567.
        GaussianStream stream = new GaussianStream(1234567);
        long[] expected = {
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821")
        };
        for (long bits : expected) {
            assertEquals(bits, stream.nextBits());
        }
    }

    @Test
    void numbersAreNormallyDistributed() {
        GaussianStream stream = GaussianStream.of(1, "tensor", 0);
        int count = 200_000;
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        int beyondTwo = 0;
        for (int i = 0; i < count; i++) {
            double value = stream.next();
            sum += value;
            squares += value * value;
            fourth += value * value * value * value;
            beyondTwo += Math.abs(value) > 2 ? 1 : 0;
        }
        assertEquals(0, sum / count, 0.01);
        assertEquals(1, squares / count, 0.015);
        assertEquals(3, fourth / count, 0.1);
        assertEquals(0.0455, beyondTwo / (double) count, 0.002);
    }

    @Test
    void seedNameAndBlockAllMatter() {
        double first = GaussianStream.of(1, "a", 0).next();
        assertEquals(first, GaussianStream.of(1, "a", 0).next());
        assertNotEquals(first, GaussianStream.of(2, "a", 0).next());
        assertNotEquals(first, GaussianStream.of(1, "b", 0).next());
        assertNotEquals(first, GaussianStream.of(1, "a", 1).next());
    }
}

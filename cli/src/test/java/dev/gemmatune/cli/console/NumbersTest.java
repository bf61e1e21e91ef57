package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class NumbersTest {

    @Test
    void numbersAreWrittenAsPeopleWriteThem() {
        assertEquals("2e-5", Numbers.plain(2e-5));
        assertEquals("1.5e-7", Numbers.plain(1.5e-7));
        assertEquals("1e-9", Numbers.plain(1e-9));
        assertEquals("-3e-4", Numbers.plain(-3e-4));
        assertEquals("0.001", Numbers.plain(0.001));
        assertEquals("0.05", Numbers.plain(0.05));
        assertEquals("20", Numbers.plain(20.0));
        assertEquals("1000", Numbers.plain(1000));
        assertEquals("0", Numbers.plain(-0.0));
        assertEquals("2.5e8", Numbers.plain(2.5e8));
        assertEquals("NaN", Numbers.plain(Double.NaN));
    }

    @Test
    void roundedOnesHaveNoZerosAtTheEnd() {
        assertEquals("2.1e-7", Numbers.plain(2.0791e-7, 2));
        assertEquals("2e-5", Numbers.plain(2.0000001e-5, 2));
        assertEquals("0.18", Numbers.plain(0.17718, 2));
        assertEquals("1,300", Numbers.about(1284));
        assertEquals("87", Numbers.about(87));
    }
}

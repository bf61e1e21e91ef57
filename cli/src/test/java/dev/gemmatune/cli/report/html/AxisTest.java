package dev.gemmatune.cli.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class AxisTest {

    @Test
    void ticksAreRoundAndEncloseTheValues() {
        assertEquals(List.of("0", "0.2", "0.4", "0.6", "0.8"), labels(Axis.around(DoubleStream.of(0, 0.73))));
        assertEquals(List.of("0", "20", "40", "60", "80", "100"), labels(Axis.around(DoubleStream.of(1, 87))));
        assertEquals(List.of("0", "1e-4", "2e-4"), labels(new Axis(0, 1e-4, 2)));
        assertEquals(List.of("-0.2", "0", "0.2"), labels(new Axis(-0.2, 0.2, 2)));
    }

    @Test
    void oneValueGetsRoomAndNoneGetsAnAxis() {
        Axis one = Axis.around(DoubleStream.of(4));
        assertTrue(one.position(4) > 0.2 && one.position(4) < 0.8, one.toString());
        assertEquals(0, Axis.around(DoubleStream.of(Double.NaN)).first());
        Axis zero = Axis.around(DoubleStream.of(0));
        assertEquals(0.5, zero.position(0), 0.2);
    }

    @Test
    void wholeNumbersHaveNoTickAtAFraction() {
        assertEquals(List.of("1", "2", "3", "4"), labels(Axis.aroundWhole(DoubleStream.of(1, 4))));
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }
}

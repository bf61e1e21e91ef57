package dev.gemmatune.cli.report.html;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A range with round ends and ticks at round values.
 *
 * @param first the tick at the start
 * @param step from tick to tick, 1, 2 or 5 times a power of ten
 * @param intervals between ticks, at least 1
 */
record Axis(double first, double step, int intervals) {

    /** Intervals that are not exceeded by more than one: enough to read values, few enough for a phone. */
    private static final int MOST = 6;

    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e6;

    Axis {
        if (!(step > 0) || !Double.isFinite(first)) {
            throw new IllegalArgumentException("step must be > 0 and first finite, got " + step + " and " + first);
        }
        if (intervals < 1) {
            throw new IllegalArgumentException("intervals must be >= 1, got " + intervals);
        }
    }

    /** The axis of finite values; of none it is that of 0 to 1, and equal ones get room around them. */
    static Axis around(DoubleStream values) {
        double[] finite = values.filter(Double::isFinite).sorted().toArray();
        if (finite.length == 0) {
            return between(0, 1);
        }
        double low = finite[0];
        double high = finite[finite.length - 1];
        double room = low == high ? Math.max(Math.abs(low) / 2, 1e-12) : 0;
        return between(low - room, high + room);
    }

    /** The axis of whole numbers such as steps, which never has a tick at a fraction. */
    static Axis aroundWhole(DoubleStream values) {
        Axis axis = around(values);
        double from = Math.floor(axis.first);
        return axis.step >= 1 ? axis : new Axis(from, 1, (int) Math.ceil(axis.last() - from));
    }

    private static Axis between(double low, double high) {
        double rough = (high - low) / MOST;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double ratio = rough / power;
        double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
        double from = Math.floor(low / step + 1e-9);
        double to = Math.ceil(high / step - 1e-9);
        return new Axis(from * step, step, (int) Math.max(1, to - from));
    }

    double last() {
        return first + intervals * step;
    }

    /** Where a value lies, 0 at the start and 1 at the end. */
    double position(double value) {
        return (value - first) / (intervals * step);
    }

    List<Double> ticks() {
        return IntStream.rangeClosed(0, intervals)
                .mapToObj(tick -> first + tick * step)
                .toList();
    }

    /** A tick's label with as many digits as tell it from its neighbours. */
    String label(double tick) {
        double widest = Math.max(Math.abs(first), Math.abs(last()));
        if (Math.abs(tick) < step / 2) {
            return "0";
        }
        if (widest < SMALL || widest >= LARGE) {
            String digits = String.format(Locale.ROOT, "%.1e", tick);
            return digits.replaceFirst("\\.0e", "e")
                    .replaceFirst("e([+-])0*", "e$1")
                    .replace("e+", "e");
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
    }
}

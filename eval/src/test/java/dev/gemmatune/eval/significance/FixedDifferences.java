package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers that look random and that any language can make again. */
final class FixedDifferences {

    private FixedDifferences() {}

    /** {@code b - a} with a = (7919 i + 13) mod 1009 / 1009 and b = ((6007 i + 401) mod 1009 / 1009) ^ power. */
    static double[] of(int count, double power) {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.pow((i * 6007 + 401) % 1009 / 1009.0, power) - (i * 7919 + 13) % 1009 / 1009.0)
                .toArray();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}

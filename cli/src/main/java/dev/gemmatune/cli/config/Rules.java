package dev.gemmatune.cli.config;

import java.util.List;

/** Rules of single values; the key comes first in the message, so that its line can be found. */
final class Rules {

    private Rules() {}

    static void positive(String key, double value) {
        check(value > 0, key, "> 0", value);
    }

    static void notNegative(String key, double value) {
        check(value >= 0, key, ">= 0", value);
    }

    static void atLeast(String key, int minimum, int value) {
        check(value >= minimum, key, ">= " + minimum, value);
    }

    static void positiveAndDistinct(String key, List<Integer> values) {
        values.forEach(value -> atLeast(key, 1, value));
        check(values.stream().distinct().count() == values.size(), key, "free of repetitions", values);
    }

    static void scoreRange(List<Double> range) {
        boolean sound = range.isEmpty() || (range.size() == 2 && range.get(0) < range.get(1));
        check(sound, "score_range", "two numbers, the smaller first", range);
    }

    static void check(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + rule + ", got " + shown(value));
        }
    }

    private static String shown(Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }
}

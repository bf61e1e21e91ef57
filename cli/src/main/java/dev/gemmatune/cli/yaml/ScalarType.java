package dev.gemmatune.cli.yaml;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;

/**
 * A type whose value is one piece of text.
 *
 * @param expected what a text should be, for messages: {@code a whole number}
 * @param parse makes a value; throws {@link IllegalArgumentException} or {@link ArithmeticException} on other texts.
 *     Its message is shown if it has the form {@code ; hint}
 */
public record ScalarType<T>(String expected, Function<String, T> parse) {

    private static final ScalarType<Integer> INTEGER = new ScalarType<>("a whole number", ScalarType::integer);
    private static final ScalarType<Long> LONG =
            new ScalarType<>("a whole number", text -> new BigDecimal(text).longValueExact());
    private static final ScalarType<Double> DOUBLE = new ScalarType<>("a number", text -> {
        double value = new BigDecimal(text).doubleValue();
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("; it is too large");
        }
        return value;
    });
    private static final ScalarType<Boolean> BOOLEAN = new ScalarType<>("true or false", ScalarType::truth);

    /** The types that need no context. */
    static final Map<Class<?>, ScalarType<?>> BUILT_IN = Map.of(
            String.class, new ScalarType<>("a text", Function.<String>identity()),
            int.class, INTEGER,
            Integer.class, INTEGER,
            long.class, LONG,
            Long.class, LONG,
            double.class, DOUBLE,
            Double.class, DOUBLE,
            boolean.class, BOOLEAN,
            Boolean.class, BOOLEAN);

    private static int integer(String text) {
        return new BigDecimal(text).intValueExact();
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case "yes", "on", "Yes", "On" -> throw new IllegalArgumentException("; write true");
            case "no", "off", "No", "Off" -> throw new IllegalArgumentException("; write false");
            default -> throw new IllegalArgumentException();
        };
    }
}

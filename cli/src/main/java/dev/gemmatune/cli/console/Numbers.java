package dev.gemmatune.cli.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people write them: {@code 2e-5}, not {@code 2.0E-5}; {@code 20}, not {@code 20.0}. */
public final class Numbers {

    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e7;

    private Numbers() {}

    /** All digits that the number has. */
    public static String plain(double value) {
        return Double.isFinite(value) ? written(BigDecimal.valueOf(value)) : String.valueOf(value);
    }

    /** Rounded to so many digits, of which zeros at the end are left out. */
    public static String plain(double value, int digits) {
        return Double.isFinite(value)
                ? written(BigDecimal.valueOf(value).round(new MathContext(digits)))
                : String.valueOf(value);
    }

    /** A whole number rounded to two digits, for what is only about right: {@code 1,300} of 1,284. */
    public static String about(long value) {
        return String.format(
                Locale.ROOT,
                "%,d",
                new BigDecimal(value).round(new MathContext(2)).longValue());
    }

    private static String written(BigDecimal value) {
        double size = Math.abs(value.doubleValue());
        if (size == 0) {
            return "0";
        }
        BigDecimal digits = value.stripTrailingZeros();
        if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
            return digits.toPlainString();
        }
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}

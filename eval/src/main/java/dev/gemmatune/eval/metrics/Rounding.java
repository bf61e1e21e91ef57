package dev.gemmatune.eval.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding as Python does it: half to even, on the exact binary value. */
public final class Rounding {

    private Rounding() {}

    /** {@code round(value, digits)}; NaN and infinities stay what they are. */
    public static double round(double value, int digits) {
        return Double.isNaN(value) || Double.isInfinite(value)
                ? value
                : new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    }
}

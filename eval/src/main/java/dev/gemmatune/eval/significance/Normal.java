package dev.gemmatune.eval.significance;

/** The standard normal distribution. */
final class Normal {

    /** log(√(2π)). */
    private static final double LOG_ROOT = 0.9189385332046728;
    /** Beyond it the rest is below 1e-18. */
    private static final double FAR = 9;

    private static final int HALVINGS = 60;

    private Normal() {}

    /** The share below a value, by the series of Marsaglia (2004), "Evaluating the normal distribution". */
    static double cumulative(double value) {
        if (Math.abs(value) > FAR) {
            return value < 0 ? 0 : 1;
        }
        double squared = value * value;
        double term = value;
        double sum = value;
        double before = 0;
        for (int i = 3; sum != before; i += 2) {
            before = sum;
            term *= squared / i;
            sum += term;
        }
        return Math.max(0, Math.min(1, 0.5 + sum * Math.exp(-0.5 * squared - LOG_ROOT)));
    }

    /** The value below which a share lies, found by halving; infinite at 0 and 1. */
    static double quantile(double share) {
        if (!(share > 0 && share < 1)) {
            return share == 0 ? Double.NEGATIVE_INFINITY : share == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double low = -FAR;
        double high = FAR;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}

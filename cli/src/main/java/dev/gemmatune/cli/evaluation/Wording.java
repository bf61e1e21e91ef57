package dev.gemmatune.cli.evaluation;

import dev.gemmatune.eval.significance.BootstrapInterval;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.Tally;
import java.util.Locale;

/** How differences are written, wherever they are shown. */
public final class Wording {

    private static final double SMALLEST_P = 0.001;

    private Wording() {}

    /** {@code +0.012 to +0.054}; {@code -} for a single item. */
    public static String interval(Difference difference) {
        BootstrapInterval interval = difference.interval();
        return Double.isNaN(interval.low())
                ? "-"
                : String.format(Locale.ROOT, "%+.3f to %+.3f", interval.low(), interval.high());
    }

    /** {@code 0.034}, {@code <0.001}. */
    public static String probability(Difference difference) {
        return difference.pValue() < SMALLEST_P
                ? "<" + SMALLEST_P
                : String.format(Locale.ROOT, "%.3f", difference.pValue());
    }

    /** {@code p = 0.034}, {@code p < 0.001}. */
    public static String equation(Difference difference) {
        return difference.pValue() < SMALLEST_P ? "p < " + SMALLEST_P : "p = " + probability(difference);
    }

    /** {@code 31/12/57}: wins, losses, ties of the second model; {@code -} where single items cannot be judged. */
    public static String counts(Difference difference) {
        return difference
                .tally()
                .map(tally -> tally.wins() + "/" + tally.losses() + "/" + tally.ties())
                .orElse("-");
    }

    /** A sentence that says whether a difference is more than chance, without its beginning and its full stop. */
    public static String verdict(Difference difference) {
        return String.format(
                        Locale.ROOT,
                        "%s (95 %% interval %s, %s)",
                        difference.significant() ? "significant" : "not significant, it may be chance",
                        interval(difference),
                        equation(difference))
                + difference.tally().map(Wording::sentence).orElse("");
    }

    private static String sentence(Tally tally) {
        return String.format(
                Locale.ROOT,
                ": %,d %s better, %,d worse, %,d the same",
                tally.wins(),
                tally.items(),
                tally.losses(),
                tally.ties());
    }
}

package dev.gemmatune.cli.evaluation;

import dev.gemmatune.cli.console.Numbers;
import dev.gemmatune.eval.significance.BootstrapInterval;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.KeptShare;
import dev.gemmatune.eval.significance.Sensitivity;
import dev.gemmatune.eval.significance.Tally;
import dev.gemmatune.model.Count;
import java.util.Locale;

/** How differences and shares are written, wherever they are shown. */
public final class Wording {

    private static final double SMALLEST_P = 0.001;
    private static final double PERCENT = 100;
    /** A gain that is worth a tuning: fewer items than show it are called few. */
    private static final double WORTHWHILE = 0.03;

    private Wording() {}

    /** {@code +0.012 to +0.054}; {@code -} for a single item. */
    public static String interval(Difference difference) {
        BootstrapInterval interval = difference.interval();
        return Double.isNaN(interval.low())
                ? "-"
                : String.format(Locale.ROOT, "%+.3f to %+.3f", unsigned(interval.low()), unsigned(interval.high()));
    }

    /** What rounds to nothing has no minus. */
    private static double unsigned(double value) {
        return Math.abs(value) < 5e-4 ? 0 : value;
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

    /**
     * Whether a difference is more than chance, in sentences; where it is not, how small a difference could have been
     * seen, and how many items it would take.
     *
     * @param metric which one, and at how many dimensions
     */
    public static String verdict(Difference difference, String metric) {
        String numbers =
                (Double.isNaN(difference.interval().low()) ? " (" : " (95 % interval " + interval(difference) + ", ")
                        + equation(difference) + ")"
                        + difference.tally().map(Wording::sentence).orElse("") + ".";
        return difference.significant()
                ? "The " + (difference.change() < 0 ? "loss" : "gain") + " in " + metric + " is significant" + numbers
                : "No measurable difference in " + metric + numbers + " " + needed(difference);
    }

    /** {@code 10 queries can show differences of about 0.2 and more; about 350 would show 0.03.} */
    public static String needed(Difference difference) {
        Sensitivity sensitivity = difference.sensitivity();
        double smallest = sensitivity.smallestDifference();
        String items = Count.of(sensitivity.count(), sensitivity.items());
        String shown = smallest < 1
                ? items + " can show differences of about " + Numbers.plain(smallest, smallest < 0.1 ? 1 : 2)
                        + " and more"
                : items + " can show no difference";
        long needed = sensitivity.itemsFor(WORTHWHILE);
        return needed <= sensitivity.count()
                ? shown + "."
                : shown + "; about " + Numbers.about(needed) + " would show " + WORTHWHILE + ".";
    }

    /** {@code 93.1 %}; {@code -} if it is not defined. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f\u00a0%%", PERCENT * share);
    }

    /** {@code 93.1 % (85 to 101)}, the interval in brackets. */
    public static String share(KeptShare kept) {
        BootstrapInterval interval = kept.interval();
        return percent(kept.share()) + (Double.isNaN(interval.low()) ? "" : " (" + keptRange(kept) + ")");
    }

    /** {@code 85 to 101}: the ends of the interval in percent; the share alone where there is none. */
    public static String keptRange(KeptShare kept) {
        BootstrapInterval interval = kept.interval();
        return Double.isNaN(interval.low())
                ? percent(kept.share())
                : String.format(Locale.ROOT, "%.0f to %.0f", PERCENT * interval.low(), PERCENT * interval.high());
    }

    /** What may be said of a share: {@code keep 80.0 % (75 to 85) of it}, or where chance allows all and less, the interval. */
    public static String keep(KeptShare kept) {
        BootstrapInterval interval = kept.interval();
        if (Double.isNaN(interval.low())) {
            return "keep a share of it that so few items cannot tell";
        }
        if (kept.isAll()) {
            return "keep all of it";
        }
        String ends = keptRange(kept) + "\u00a0%";
        return kept.isLess()
                ? "keep " + percent(kept.share()) + " of it (95\u00a0% interval " + ends + ")"
                : "keep " + ends + " of it (95\u00a0% interval)";
    }

    private static String sentence(Tally tally) {
        return ": "
                + String.format(
                        Locale.ROOT,
                        "%,d %s better, %,d worse, %,d the same",
                        tally.wins(),
                        Count.noun(tally.wins(), tally.items()),
                        tally.losses(),
                        tally.ties());
    }
}

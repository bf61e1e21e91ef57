package dev.gemmatune.eval.significance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much of one way's score another one keeps, such as fewer dimensions or fewer bits of the same model.
 *
 * @param share 1 for all of it
 * @param interval in which the share lies with other items of the same kind; NaN to NaN for a single item
 */
public record KeptShare(double share, BootstrapInterval interval) {

    /**
     * The ratio of two means over the same items, which are drawn again for both together; the ends of the interval are
     * quantiles of the draws' ratios. Cost: up to 2,000 passes over the items.
     *
     * @param part the score in question
     * @param whole the score that it is held against, above 0
     * @return empty if the items are not the same or a score is not above 0
     */
    public static Optional<KeptShare> of(Sample part, Sample whole, Resampling how) {
        if (!part.isComparableWith(whole) || !(whole.value() > 0)) {
            return Optional.empty();
        }
        Resampling costly = how.ofWholeSets().withInterval(Resampling.Interval.PERCENTILE);
        boolean several = whole.parts().stream().anyMatch(one -> one.statistic().size() > 1);
        double share = part.value() / whole.value();
        double[] draws = several ? draws(part, whole, costly) : new double[0];
        // Draws whose whole is 0 have no ratio. Where they reach into an end, too few items score at all to know it.
        boolean known = draws.length >= costly.rounds() * (1 + costly.confidence()) / 2;
        return Optional.of(
                new KeptShare(share, BootstrapInterval.ofDraws(known ? draws : new double[0], share, 0, costly)));
    }

    private static double[] draws(Sample part, Sample whole, Resampling how) {
        SplittableRandom random = new SplittableRandom(how.seed());
        List<ToDoubleFunction<int[]>> above = new ArrayList<>();
        List<ToDoubleFunction<int[]>> below = new ArrayList<>();
        for (int i = 0; i < whole.parts().size(); i++) {
            above.add(part.parts().get(i).statistic().ofCounts());
            below.add(whole.parts().get(i).statistic().ofCounts());
        }
        return IntStream.range(0, how.rounds())
                .mapToDouble(round -> {
                    double kept = 0;
                    double all = 0;
                    for (int i = 0; i < above.size(); i++) {
                        int[] counts = new int[whole.parts().get(i).statistic().size()];
                        for (int draw = 0; draw < counts.length; draw++) {
                            counts[random.nextInt(counts.length)]++;
                        }
                        kept += above.get(i).applyAsDouble(counts);
                        all += below.get(i).applyAsDouble(counts);
                    }
                    return kept / all;
                })
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    /** Whether less is kept than all, beyond chance. */
    public boolean isLess() {
        return interval.high() < 1;
    }

    /** Whether all of it is kept, beyond chance. */
    public boolean isAll() {
        return interval.low() >= 1;
    }
}

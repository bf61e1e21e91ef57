package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws the items of two models again, the same items for both, and looks at how far apart the models then are. Each
 * part draws among its own items.
 */
final class PairedBootstrap {

    /** From here on what leaving out a single item does is left out of account: it is the square of next to nothing. */
    private static final int MOST_LEFT_OUT = 2_000;

    private static final double ROUNDING = 1e-12;

    private final PartDifference[] parts;
    private final double seen;

    /**
     * The second model's metric less the first's, over items of one part that occur so often.
     *
     * @param first the first model's metric
     * @param second the second model's
     * @param size the number of items
     */
    private record PartDifference(ToDoubleFunction<int[]> first, ToDoubleFunction<int[]> second, int size) {
        double of(int[] counts) {
            return second.applyAsDouble(counts) - first.applyAsDouble(counts);
        }
    }

    PairedBootstrap(Sample first, Sample second) {
        parts = IntStream.range(0, first.parts().size())
                .mapToObj(i -> new PartDifference(
                        first.parts().get(i).statistic().ofCounts(),
                        second.parts().get(i).statistic().ofCounts(),
                        first.parts().get(i).statistic().size()))
                .toArray(PartDifference[]::new);
        seen = second.value() - first.value();
    }

    /**
     * The differences of all draws, rising. Draws in which a metric is not defined, such as a correlation of pairs that
     * are all the same, are left out.
     */
    double[] draws(Resampling how) {
        SplittableRandom random = new SplittableRandom(how.seed());
        return IntStream.range(0, how.rounds())
                .mapToDouble(round -> draw(random))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    private double draw(SplittableRandom random) {
        double sum = 0;
        for (PartDifference part : parts) {
            int[] counts = new int[part.size];
            for (int i = 0; i < counts.length; i++) {
                counts[random.nextInt(counts.length)]++;
            }
            sum += part.of(counts);
        }
        return sum / parts.length;
    }

    /** The interval of the difference; NaN to NaN for a single item. */
    BootstrapInterval interval(double[] draws, Resampling how) {
        return Arrays.stream(parts).allMatch(part -> part.size < 2)
                ? new BootstrapInterval(Double.NaN, Double.NaN)
                : BootstrapInterval.ofDraws(draws, seen, acceleration(), how);
    }

    /**
     * How likely a difference as large would be between equal models: the share of draws that are as far from the
     * difference as the difference is from 0 (Efron and Tibshirani 1993, section 16.4), with one more of each as in
     * {@link RandomisationTest}.
     */
    double pValue(double[] draws) {
        double bar = Math.abs(seen) - ROUNDING;
        long far = Arrays.stream(draws)
                .filter(draw -> Math.abs(draw - seen) >= bar)
                .count();
        return (1.0 + far) / (1.0 + draws.length);
    }

    /** From what leaving out each item does (the jackknife); of several parts, each in its own share. */
    private double acceleration() {
        if (Arrays.stream(parts).mapToInt(PartDifference::size).sum() > MOST_LEFT_OUT) {
            return 0;
        }
        double[] influences = Arrays.stream(parts)
                .filter(part -> part.size > 1)
                .flatMapToDouble(PairedBootstrap::influences)
                .toArray();
        boolean defined = Arrays.stream(influences).allMatch(Double::isFinite);
        return defined ? BootstrapInterval.acceleration(influences) : 0;
    }

    private static DoubleStream influences(PartDifference part) {
        int[] counts = new int[part.size];
        Arrays.fill(counts, 1);
        double[] without = new double[part.size];
        for (int i = 0; i < without.length; i++) {
            counts[i] = 0;
            without[i] = part.of(counts);
            counts[i] = 1;
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double share = (part.size - 1.0) / part.size;
        return Arrays.stream(without).map(value -> share * (mean - value));
    }
}

package dev.gemmatune.eval.significance;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How the likeness of pairs goes with people's scores. The arrays are not copied.
 *
 * @param likeness of each pair, from the model
 * @param gold of each pair, from people
 * @param coefficient which correlation
 */
@SuppressWarnings("ArrayRecordComponent")
public record PairCorrelation(double[] likeness, double[] gold, Coefficient coefficient) implements Statistic {

    /** A coefficient of correlation. */
    public enum Coefficient {
        /** Of the numbers. */
        PEARSON,
        /** Of their ranks, where equal numbers share the mean of theirs. */
        SPEARMAN
    }

    /** Checks the lengths. */
    public PairCorrelation {
        if (likeness.length != gold.length) {
            throw new IllegalArgumentException(
                    "gold must be as many as likeness, got " + gold.length + " and " + likeness.length);
        }
    }

    @Override
    public int size() {
        return gold.length;
    }

    @Override
    public ToDoubleFunction<int[]> ofCounts() {
        if (coefficient == Coefficient.PEARSON) {
            return counts -> pearson(likeness, gold, counts);
        }
        int[] byLikeness = order(likeness);
        int[] byGold = order(gold);
        double[] ranks = new double[size()];
        double[] goldRanks = new double[size()];
        return counts -> {
            rank(likeness, byLikeness, counts, ranks);
            rank(gold, byGold, counts, goldRanks);
            return pearson(ranks, goldRanks, counts);
        };
    }

    private static double pearson(double[] x, double[] y, int[] counts) {
        double sumX = 0;
        double sumY = 0;
        long items = 0;
        for (int i = 0; i < counts.length; i++) {
            sumX += counts[i] * x[i];
            sumY += counts[i] * y[i];
            items += counts[i];
        }
        double meanX = sumX / items;
        double meanY = sumY / items;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < counts.length; i++) {
            double fromX = x[i] - meanX;
            double fromY = y[i] - meanY;
            xx += counts[i] * fromX * fromX;
            yy += counts[i] * fromY * fromY;
            xy += counts[i] * fromX * fromY;
        }
        return xy / (Math.sqrt(xx) * Math.sqrt(yy));
    }

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The mean rank of all occurrences of each value. */
    private static void rank(double[] values, int[] order, int[] counts, double[] ranks) {
        long before = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            long equal = 0;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                equal += counts[order[end++]];
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = before + (equal + 1) / 2.0;
            }
            before += equal;
            start = end;
        }
    }
}

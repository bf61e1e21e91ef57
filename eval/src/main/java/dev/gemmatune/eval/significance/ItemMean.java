package dev.gemmatune.eval.significance;

import java.util.function.ToDoubleFunction;

/**
 * A metric that each item has, averaged: nDCG of queries, hits of sentences. The array is not copied.
 *
 * @param values of each item, finite
 */
@SuppressWarnings("ArrayRecordComponent")
public record ItemMean(double[] values) implements Statistic {

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public ToDoubleFunction<int[]> ofCounts() {
        return counts -> {
            double sum = 0;
            long items = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += counts[i] * values[i];
                items += counts[i];
            }
            return sum / items;
        };
    }
}

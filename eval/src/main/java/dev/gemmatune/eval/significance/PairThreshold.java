package dev.gemmatune.eval.significance;

import dev.gemmatune.eval.metrics.ThresholdMetric;
import dev.gemmatune.eval.metrics.ThresholdSweep;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well thresholds on a likeness tell pairs that belong together from others; of several likenesses the best one
 * counts. The arrays are not copied.
 *
 * @param metric which
 * @param likenesses of each pair, the larger the more alike, {@code [likeness][pair]}, at least one
 * @param together whether each pair belongs together
 */
@SuppressWarnings("ArrayRecordComponent")
public record PairThreshold(ThresholdMetric metric, double[][] likenesses, boolean[] together) implements Statistic {

    /** Checks the lengths. */
    public PairThreshold {
        if (likenesses.length == 0 || Arrays.stream(likenesses).anyMatch(of -> of.length != together.length)) {
            throw new IllegalArgumentException("likenesses must be one or more of " + together.length + " numbers, got "
                    + Arrays.stream(likenesses).map(of -> of.length).toList());
        }
    }

    @Override
    public int size() {
        return together.length;
    }

    @Override
    public ToDoubleFunction<int[]> ofCounts() {
        List<ThresholdSweep> sweeps = Arrays.stream(likenesses)
                .map(likeness -> new ThresholdSweep(likeness, together))
                .toList();
        return counts -> {
            double best = Double.NEGATIVE_INFINITY;
            for (ThresholdSweep sweep : sweeps) {
                best = Math.max(best, sweep.of(counts).value(metric));
            }
            return best;
        };
    }
}

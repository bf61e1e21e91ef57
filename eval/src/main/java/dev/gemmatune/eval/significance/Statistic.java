package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * What a metric is computed from, item by item (query, pair, text): enough to compute it again as if some items had
 * occurred several times and others not at all, which is what resampling does.
 */
public sealed interface Statistic permits ItemMean, PairCorrelation, PairThreshold, MacroF1 {

    /** The number of items. */
    int size();

    /**
     * The metric as a function of how often each item occurs; NaN where it is not defined. What can be done once, such as
     * sorting, is done by this method; each call of the function costs about one pass over the items. The function is
     * for one thread.
     */
    ToDoubleFunction<int[]> ofCounts();

    /** The metric of all items, each once. */
    default double value() {
        int[] once = new int[size()];
        Arrays.fill(once, 1);
        return ofCounts().applyAsDouble(once);
    }
}

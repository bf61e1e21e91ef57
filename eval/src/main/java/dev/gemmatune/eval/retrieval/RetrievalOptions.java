package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.metrics.RetrievalMetrics;
import java.util.List;

/**
 * How a retrieval evaluation is done.
 *
 * @param cutoffs the k of the metrics
 * @param depth how many documents are found for each query
 * @param threads of the search
 * @param ignoreIdenticalIds whether a found document whose id is that of the query is taken away after the search, as
 *     mteb does for some tasks (FiQA2018, ArguAna, Quora)
 * @param keepRuns whether the result holds the rankings
 */
public record RetrievalOptions(
        List<Integer> cutoffs, int depth, int threads, boolean ignoreIdenticalIds, boolean keepRuns) {

    /** What mteb does, on all cores. */
    public static final RetrievalOptions DEFAULT = new RetrievalOptions(
            RetrievalMetrics.CUTOFFS, 1000, Runtime.getRuntime().availableProcessors(), false, true);

    /** Checks the numbers. */
    public RetrievalOptions {
        cutoffs = List.copyOf(cutoffs);
        if (cutoffs.isEmpty() || cutoffs.stream().anyMatch(k -> k < 1)) {
            throw new IllegalArgumentException("cutoffs must be one or more numbers >= 1, got " + cutoffs);
        }
        if (depth < 1 || threads < 1) {
            throw new IllegalArgumentException("depth and threads must be >= 1, got " + depth + " and " + threads);
        }
    }

    /** The same without keeping rankings, as an evaluation during a training wants it. */
    public RetrievalOptions withoutRuns() {
        return new RetrievalOptions(cutoffs, depth, threads, ignoreIdenticalIds, false);
    }

    /** The same with another number of threads. */
    public RetrievalOptions withThreads(int count) {
        return new RetrievalOptions(cutoffs, depth, count, ignoreIdenticalIds, keepRuns);
    }

    /** The same with or without documents of the query's own id. */
    public RetrievalOptions withIgnoreIdenticalIds(boolean ignore) {
        return new RetrievalOptions(cutoffs, depth, threads, ignore, keepRuns);
    }
}

package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.quantized.Quantization;
import java.util.List;
import java.util.Optional;

/**
 * How a retrieval evaluation is done.
 *
 * @param cutoffs the k of the metrics
 * @param depth how many documents are found for each query
 * @param threads of the search
 * @param ignoreIdenticalIds whether a found document whose id is that of the query is taken away after the search, as
 *     mteb does for some tasks (FiQA2018, ArguAna, Quora)
 * @param keepRuns whether the result holds the rankings
 * @param quantization which precisions are evaluated beside float32
 * @param index an approximate index that is evaluated beside the exact search of float32; empty for none
 */
public record RetrievalOptions(
        List<Integer> cutoffs,
        int depth,
        int threads,
        boolean ignoreIdenticalIds,
        boolean keepRuns,
        Quantization quantization,
        Optional<HnswSettings> index) {

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

    /** Options for float32 alone. */
    public RetrievalOptions(
            List<Integer> cutoffs, int depth, int threads, boolean ignoreIdenticalIds, boolean keepRuns) {
        this(cutoffs, depth, threads, ignoreIdenticalIds, keepRuns, Quantization.NONE, Optional.empty());
    }

    /** The same without keeping rankings, as an evaluation during a training wants it. */
    public RetrievalOptions withoutRuns() {
        return new RetrievalOptions(cutoffs, depth, threads, ignoreIdenticalIds, false, quantization, index);
    }

    /** The same with another number of threads. */
    public RetrievalOptions withThreads(int count) {
        return new RetrievalOptions(cutoffs, depth, count, ignoreIdenticalIds, keepRuns, quantization, index);
    }

    /** The same with or without documents of the query's own id. */
    public RetrievalOptions withIgnoreIdenticalIds(boolean ignore) {
        return new RetrievalOptions(cutoffs, depth, threads, ignore, keepRuns, quantization, index);
    }

    /** The same with other precisions. */
    public RetrievalOptions withQuantization(Quantization other) {
        return new RetrievalOptions(cutoffs, depth, threads, ignoreIdenticalIds, keepRuns, other, index);
    }

    /** The same with an approximate index. */
    public RetrievalOptions withIndex(HnswSettings settings) {
        return new RetrievalOptions(
                cutoffs, depth, threads, ignoreIdenticalIds, keepRuns, quantization, Optional.of(settings));
    }
}

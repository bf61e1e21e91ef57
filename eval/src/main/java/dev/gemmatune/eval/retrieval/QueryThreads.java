package dev.gemmatune.eval.retrieval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Shares queries out among threads: each takes a stretch of them, so that only what is read is shared. */
final class QueryThreads {

    /**
     * Searches for some of the queries.
     *
     * @param <T> what is found for a query
     */
    @FunctionalInterface
    interface Stretch<T> {
        /** The results of the queries from {@code from} up to {@code to}, in their order. */
        List<T> search(int from, int to);
    }

    private QueryThreads() {}

    /** The results of all queries in their order, whatever the number of threads. */
    static <T> List<T> search(int queries, int threads, Stretch<T> stretch) {
        int stretches = Math.max(1, Math.min(threads, queries));
        ExecutorService pool = Executors.newFixedThreadPool(stretches);
        try {
            List<Future<List<T>>> parts = new ArrayList<>();
            for (int i = 0; i < stretches; i++) {
                int from = (int) ((long) queries * i / stretches);
                int to = (int) ((long) queries * (i + 1) / stretches);
                parts.add(pool.submit(() -> stretch.search(from, to)));
            }
            List<T> results = new ArrayList<>(queries);
            for (Future<List<T>> part : parts) {
                results.addAll(part.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the search was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the search failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}

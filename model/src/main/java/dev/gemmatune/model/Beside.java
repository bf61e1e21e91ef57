package dev.gemmatune.model;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A value that another thread computes while this one does something else.
 *
 * @param <T> its type
 */
public final class Beside<T> {

    private final FutureTask<T> work;

    private Beside(FutureTask<T> work) {
        this.work = work;
    }

    /**
     * Begins.
     *
     * @param name of the thread
     */
    public static <T> Beside<T> of(String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return new Beside<>(task);
    }

    /** Waits for the value; what the work has thrown is thrown here. */
    public T get() {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while another thread was waited for", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("the work beside failed", e.getCause());
        }
    }
}

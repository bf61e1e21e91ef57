package dev.gemmatune.cli.train;

import dev.gemmatune.cli.console.Console;
import java.util.concurrent.CountDownLatch;

/**
 * Lets work end in order when the process is told to stop (Ctrl-C, kill): asks it to stop and keeps the process alive
 * until it has.
 *
 * <p>Without this the native library would be torn down while it computes, and nothing would be saved.
 */
final class Interruption implements AutoCloseable {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /** When the process is told to stop, {@code stop} will be called. */
    Interruption(Runnable stop, Console console) {
        this.hook = new Thread(
                () -> {
                    console.message("\nstopping after this step; its state is being saved …");
                    stop.run();
                    awaitEnd();
                },
                "gemmatune-interruption");
    }

    /** Begins to wait for the process to be stopped. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // Then the hook is what runs; it ends by itself.
        }
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

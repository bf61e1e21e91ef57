package dev.gemmatune.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a body on which nothing arrives any more: the JDK's client has a time limit for the head of an answer only, and
 * would wait for the rest for ever. Reading then fails, and the transfer is taken up again.
 */
final class StallGuard implements AutoCloseable {

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hub-stall-guard");
        thread.setDaemon(true);
        return thread;
    });

    private final InputStream body;
    private final long limit;
    private final ScheduledFuture<?> watch;
    private volatile long last = System.nanoTime();

    StallGuard(InputStream body, Duration limit) {
        this.body = body;
        this.limit = limit.toNanos();
        this.watch = CLOCK.scheduleWithFixedDelay(this::look, this.limit / 4, this.limit / 4, TimeUnit.NANOSECONDS);
    }

    /** Something arrived. */
    void touch() {
        last = System.nanoTime();
    }

    @Override
    public void close() {
        watch.cancel(false);
    }

    private void look() {
        if (System.nanoTime() - last > limit) {
            try {
                body.close();
            } catch (IOException ignored) {
                // Whoever reads finds out.
            }
        }
    }
}

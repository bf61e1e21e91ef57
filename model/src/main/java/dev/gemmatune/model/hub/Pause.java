package dev.gemmatune.model.hub;

import java.time.Duration;

/** Waits; tests do not. */
@FunctionalInterface
interface Pause {

    /** Really waits. */
    Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

    /** Returns after {@code duration}. */
    void of(Duration duration) throws InterruptedException;
}

package dev.gemmatune.model;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one thread after the other use native memory, in the order in which they came, until it is given back. */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock(true);
    private boolean ended;

    /**
     * Waits for its turn and computes.
     *
     * @throws IllegalStateException after {@link #end}
     */
    <T> T take(Supplier<T> use) {
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("the model is closed");
            }
            return use.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for its turn and gives the memory back, once. */
    void end(Runnable giveBack) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                giveBack.run();
            }
        } finally {
            lock.unlock();
        }
    }
}

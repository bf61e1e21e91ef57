package dev.gemmatune.train;

/** The checks of this package's records. */
final class Require {

    private Require() {}

    static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

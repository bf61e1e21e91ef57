package dev.gemmatune.train;

import java.time.Duration;

/** How often everything that is needed to go on is saved. */
public sealed interface SavePeriod {

    /**
     * After a number of steps.
     *
     * @param steps at least 1
     */
    record Steps(int steps) implements SavePeriod {
        /** Checks the number. */
        public Steps {
            Require.that(steps > 0, "steps must be > 0, got " + steps);
        }
    }

    /**
     * After the first step that ends when this time has gone by.
     *
     * @param duration not negative
     */
    record Time(Duration duration) implements SavePeriod {
        /** Checks the sign. */
        public Time {
            Require.that(!duration.isNegative(), "duration must be >= 0, got " + duration);
        }
    }

    /** Only when the training is stopped. */
    record Never() implements SavePeriod {}
}

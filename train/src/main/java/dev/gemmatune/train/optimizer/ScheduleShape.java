package dev.gemmatune.train.optimizer;

/** How the learning rate falls after its rise, as a share of its peak. */
public enum ScheduleShape {
    /** In a straight line to 0. */
    LINEAR {
        @Override
        double share(double progress) {
            return 1 - progress;
        }
    },
    /** Along half a cosine to 0: slowly at first and at the end. */
    COSINE {
        @Override
        double share(double progress) {
            return 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    },
    /** Not at all. */
    CONSTANT {
        @Override
        double share(double progress) {
            return 1;
        }
    };

    /** The share of the peak when {@code progress} of the steps after the warm-up are done, 0 to 1. */
    abstract double share(double progress);
}

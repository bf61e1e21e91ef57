package dev.gemmatune.train.batch;

/** How the batches of several sets follow each other. With one set, all are the same. */
public enum Sampling {
    /** Every row once an epoch; the sets are spread evenly over it. */
    BY_SIZE,
    /**
     * As many batches an epoch as with {@link #BY_SIZE}, shared by the sets' weights: a small set starts over when its
     * rows are used up, a large one goes on in the next epoch where it stopped.
     */
    BY_WEIGHT,
    /** Every row once an epoch; the sets take turns, and those whose rows are used up are passed over. */
    ROUND_ROBIN
}

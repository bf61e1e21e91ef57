package dev.gemmatune.datasets.mining;

/** Which of the candidates that all rules let pass become negatives. */
public enum Sampling {
    /** The best ones. */
    TOP,
    /** Any of them, by a seed. */
    RANDOM
}

package dev.gemmatune.datasets.lines;

/** What a reader does with data that is broken or makes no sense. */
public enum Strictness {
    /** Reports it as an error. */
    STRICT,
    /** Leaves it out and counts it, as long as something is left and it is clear what was meant. */
    LENIENT
}

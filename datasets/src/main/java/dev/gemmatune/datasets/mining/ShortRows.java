package dev.gemmatune.datasets.mining;

/** What becomes of a row for which fewer negatives were found than wanted. */
public enum ShortRows {
    /** It stays with those that there are, perhaps none. */
    KEEP,
    /** It is left out, and counted. */
    DROP
}

package dev.gemmatune.datasets.beir;

/** What a reader does with data that mteb accepts but that is most likely a mistake. */
public enum Strictness {
    /** Reports it as an error. */
    STRICT,
    /** Does what mteb 2.20.0 does, and counts it among the warnings. */
    LENIENT
}

package dev.gemmatune.datasets.rows;

/** What a double quote means in CSV and TSV. */
public enum Quotes {
    /**
     * In CSV it encloses a value, and in TSV that is quoted throughout or whose rows have the columns of the header only so; in
     * other TSV it is a character like any other, as most programs that write TSV have it.
     */
    AUTO,
    /** It encloses a value, as RFC 4180 describes it. */
    ALWAYS,
    /** It is a character like any other. */
    NEVER
}

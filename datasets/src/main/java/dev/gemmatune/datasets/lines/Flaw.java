package dev.gemmatune.datasets.lines;

import java.util.Locale;

/** What can be wrong with a row, so that lenient reading leaves it out. */
public enum Flaw {
    /** It cannot be read, a column is missing in it, or a value is of the wrong kind. */
    BROKEN_ROWS,
    /** A text of it is empty. */
    EMPTY_TEXTS,
    /** Its id was used in an earlier row. */
    REPEATED_IDS,
    /** It names a query or a document that is not there. */
    UNKNOWN_IDS,
    /** It judges a pair that a later row judges too. */
    REPEATED_JUDGEMENTS,
    /** A query to which no document is relevant. */
    QUERIES_WITHOUT_RELEVANT_DOCUMENT;

    /** The name in files: {@code broken_rows}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in sentences: {@code broken rows}. */
    public String words() {
        return key().replace('_', ' ');
    }
}

package dev.gemmatune.datasets.documents;

/**
 * A pair that was made of one document.
 *
 * @param kind how it was made
 * @param anchor a title or a sentence
 * @param positive the document, or what is left of it
 */
public record DocumentPair(Kind kind, String anchor, String positive) {

    /** How a pair was made. */
    public enum Kind {
        /** The title with the text. */
        TITLE,
        /** A sentence with title and text without the sentence. */
        SENTENCE,
        /** A sentence with title and text, the sentence among it. */
        KEPT_SENTENCE
    }

    /** Neither text may be blank. */
    public DocumentPair {
        if (anchor.isBlank() || positive.isBlank()) {
            throw new IllegalArgumentException(
                    "anchor and positive must not be blank, got \"" + anchor + "\" and \"" + positive + "\"");
        }
    }
}

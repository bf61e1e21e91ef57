package dev.gemmatune.datasets.mining;

/** Why a candidate did not become a negative, in the order in which the rules are asked; the first one counts. */
public enum Refusal {
    /** It is a positive of the anchor, by its text or by a judgement, or the anchor itself. */
    POSITIVE("positives, or the anchor itself"),
    /** Better documents than {@code rangeMin} asks for are passed over. */
    RANGE("ranks before the range"),
    /** {@code score + absoluteMargin > positive}. */
    ABSOLUTE_MARGIN("absolute margin"),
    /** {@code score > positive - |positive| · relativeMargin}. */
    RELATIVE_MARGIN("relative margin"),
    /** {@code score > maxScore}. */
    MAX_SCORE("max score"),
    /** {@code score < minScore}. */
    MIN_SCORE("min score");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** For tables. */
    public String words() {
        return words;
    }
}

package dev.gemmatune.datasets.training;

/**
 * The range of the scores in a file, which is mapped to 0..1: STS benchmarks have scores from 0 to 5, and a cosine
 * cannot be 5.
 *
 * @param minimum the score of texts that have nothing in common
 * @param maximum the score of texts that say the same; more than {@code minimum}
 */
public record ScoreRange(double minimum, double maximum) {

    /** Checks that the range is one. */
    public ScoreRange {
        if (!(minimum < maximum) || Double.isInfinite(minimum) || Double.isInfinite(maximum)) {
            throw new IllegalArgumentException(
                    "scoreRange must be two finite numbers, the smaller first, got [" + minimum + ", " + maximum + "]");
        }
    }

    /** Whether a score of the file lies in the range. */
    public boolean contains(double score) {
        return score >= minimum && score <= maximum;
    }

    /** A score of the file, mapped to 0..1. */
    public double normalise(double score) {
        return (score - minimum) / (maximum - minimum);
    }

    @Override
    public String toString() {
        return "[" + minimum + ", " + maximum + "]";
    }
}

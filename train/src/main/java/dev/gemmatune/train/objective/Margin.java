package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;

/**
 * How near a negative may come to the score of the positive before it is taken for a right answer. The limit is
 * {@code s - value} (absolute) or {@code s - |s| * value} (relative) for a positive of score {@code s}; a negative
 * margin lets negatives score more than the positive.
 *
 * @param kind what the value is measured in
 * @param value 0: whatever scores more than the positive
 */
public record Margin(Kind kind, double value) {

    /** What a margin is measured in. */
    public enum Kind {
        /** A difference of cosines. */
        ABSOLUTE,
        /** A share of the positive's cosine. */
        RELATIVE
    }

    /** Checks the value. */
    public Margin {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be a finite number, got " + value);
        }
    }

    /** The limits for positives of these scores, of the same shape. */
    NDArray limits(NDArray positives) {
        return kind == Kind.ABSOLUTE ? positives.sub(value) : positives.sub(Numbers.times(positives.abs(), value));
    }
}

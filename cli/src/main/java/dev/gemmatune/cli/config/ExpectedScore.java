package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;
import java.util.Optional;

/**
 * A score that a run must reach, neither less nor more: a score that is too good hints at test texts in the training
 * data.
 *
 * @param set name of the set, as tables show it
 * @param metric of the set
 * @param dimension at which
 * @param of which score
 * @param score what is expected
 * @param tolerance how far below or above the score may lie
 */
public record ExpectedScore(
        @Doc("name of the set, as tables show it: finance/test")
        String set,

        @Doc("the metric: ndcg_at_10, cosine_spearman, …") String metric,

        @Doc("at which dimension") int dimension,

        @Doc("which score: that of the model after the run, before it, or the gain") @Default("after")
        Subject of,

        @Doc("what is expected") double score,

        @Doc("how far below or above it the score may lie") double tolerance) {

    /** Whose score is expected. */
    public enum Subject {
        /** The model's; the tuned one's where a model was tuned. */
        AFTER,
        /** The model's before it was tuned. */
        BEFORE,
        /** The difference of the two. */
        GAIN
    }

    /**
     * A file of expected scores, as {@code eval --expected} takes it.
     *
     * @param expected the scores
     */
    public record Listing(@Doc("scores that must come out") List<ExpectedScore> expected) {
        /** Copies the list. */
        public Listing {
            expected = List.copyOf(expected);
        }
    }

    /** Checks the numbers. */
    public ExpectedScore {
        Rules.atLeast("dimension", 1, dimension);
        Rules.notNegative("tolerance", tolerance);
    }

    /** Whether a score is as expected; NaN never is. */
    public boolean holds(Optional<Double> found) {
        return found.isPresent() && Math.abs(found.get() - score) <= tolerance;
    }
}

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
@Doc("a score that must come out, neither less nor more")
public record ExpectedScore(
        @Doc(
                value = "name of the set, as tables show it: finance/test",
                change = "to a set of data.evaluation or data.test")
        String set,

        @Doc(value = "the metric: ndcg_at_10, cosine_spearman, …", change = "to the metric that you decide by")
        String metric,

        @Doc(
                value = "at which dimension",
                unit = "dimensions",
                allowed = ">= 1",
                change = "to the dimension that you store")
        int dimension,

        @Doc(
                value = "which score: that of the model after the run, before it, or the gain",
                change = "to gain where the start may move as well")
        @Default("after")
        Subject of,

        @Doc(
                value = "what is expected",
                unit = "score",
                allowed = "any number",
                change = "to what the last accepted run scored")
        double score,

        @Doc(
                value = "how far below or above it the score may lie",
                unit = "score",
                allowed = ">= 0",
                change = "to what other seeds differ by; smaller for the same machine and seed")
        double tolerance) {

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
    public record Listing(
            @Doc(value = "scores that must come out", change = "to the scores that eval must find")
            List<ExpectedScore> expected) {
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

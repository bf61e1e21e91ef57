package dev.gemmatune.train;

import java.util.OptionalInt;

/**
 * When the model is evaluated, and what follows from its scores.
 *
 * @param evaluateBefore whether it is evaluated before the first step
 * @param evaluateEvery steps between evaluations; 0 for one after every epoch
 * @param keepBest how many checkpoints are kept, best scores first; the best one is always {@code best/}
 * @param patience evaluations in a row without a better score after which the training ends
 * @param minImprovement what a score must be better by to count as better for {@code patience}
 * @param averageLast the weights at this many last evaluations are averaged at the end, and the average is judged as one
 *     more candidate; 0 or 1 for none
 */
public record SelectionSettings(
        boolean evaluateBefore,
        int evaluateEvery,
        int keepBest,
        OptionalInt patience,
        double minImprovement,
        int averageLast) {

    /** An evaluation before and after every epoch; one checkpoint is kept. */
    public static final SelectionSettings DEFAULT = new SelectionSettings(true, 0, 1, OptionalInt.empty(), 0, 0);

    /** Checks the ranges. */
    public SelectionSettings {
        Require.that(evaluateEvery >= 0, "evaluateEvery must be >= 0, got " + evaluateEvery);
        Require.that(keepBest > 0, "keepBest must be > 0, got " + keepBest);
        Require.that(patience.orElse(1) > 0, "patience must be > 0, got " + patience);
        Require.that(minImprovement >= 0, "minImprovement must be >= 0, got " + minImprovement);
        Require.that(averageLast >= 0, "averageLast must be >= 0, got " + averageLast);
    }

    /** The same with an evaluation after every so many steps; 0 for one after every epoch. */
    public SelectionSettings withEvaluateEvery(int steps) {
        return new SelectionSettings(evaluateBefore, steps, keepBest, patience, minImprovement, averageLast);
    }

    /** The same with an end after so many evaluations in a row without a better score. */
    public SelectionSettings withPatience(int evaluations) {
        return new SelectionSettings(
                evaluateBefore, evaluateEvery, keepBest, OptionalInt.of(evaluations), minImprovement, averageLast);
    }
}

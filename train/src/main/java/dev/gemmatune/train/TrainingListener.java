package dev.gemmatune.train;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;

/** Watches a training; everything is called from the thread that trains. */
public interface TrainingListener {

    /** Watches nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** A step is done. */
    default void onStep(StepReport report) {}

    /**
     * An evaluation is done.
     *
     * @param name of the evaluation
     * @param step steps done so far; 0 before the training
     * @param best whether these are the best scores of the training so far
     */
    default void onEvaluation(String name, long step, Scores scores, boolean best) {}

    /** Where the progress of evaluations goes. */
    default Progress evaluationProgress() {
        return Progress.SILENT;
    }
}

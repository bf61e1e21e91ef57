package dev.gemmatune.train;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.TextEmbedder;

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

    /**
     * Called before the first step and after each pass over the data, with what the model has become. Before a saved state
     * is written: what is logged here is not lost and not doubled when the run is resumed.
     *
     * @param epochs passes so far; not whole where the training ends within one
     * @param step steps done so far
     * @param model only to be asked
     */
    default void onEpoch(double epochs, long step, TextEmbedder model) {}

    /** Where the progress of evaluations goes. */
    default Progress evaluationProgress() {
        return Progress.SILENT;
    }
}

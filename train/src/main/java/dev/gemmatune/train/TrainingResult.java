package dev.gemmatune.train;

import dev.gemmatune.eval.Scores;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training has led to.
 *
 * @param before scores of the model at its start
 * @param best the best scores of an evaluation during the training
 * @param bestStep the step after which they were reached
 * @param bestCheckpoint the checkpoint with the best scores; the last one where nothing was evaluated
 * @param lastCheckpoint the checkpoint at the end
 * @param steps steps done
 * @param tokens tokens of all batches
 * @param seconds of the steps, without evaluations and saving
 * @param interrupted whether it was stopped before its end
 */
public record TrainingResult(
        Optional<Scores> before,
        Optional<Scores> best,
        long bestStep,
        Path bestCheckpoint,
        Path lastCheckpoint,
        long steps,
        long tokens,
        double seconds,
        boolean interrupted) {}

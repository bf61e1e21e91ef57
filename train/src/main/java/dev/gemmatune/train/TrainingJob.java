package dev.gemmatune.train;

import ai.djl.Device;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.Objective;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a training needs.
 *
 * @param checkpoint where it starts
 * @param device where it runs
 * @param compute type of the matrix products; weights and moments are float32
 * @param trainable which weights are trained
 * @param maxLength texts are truncated to this many tokens
 * @param data the rows
 * @param prompts put before the columns
 * @param objective what is minimised
 * @param settings how long and how fast
 * @param evaluations judge the model before, during and after; the primary metric of the first chooses the best
 *     checkpoint
 * @param runFolder receives metrics.jsonl, best/ and last/
 */
public record TrainingJob(
        Checkpoint checkpoint,
        Device device,
        ComputeType compute,
        Trainable trainable,
        int maxLength,
        TrainingData data,
        RolePrompts prompts,
        Objective objective,
        TrainingSettings settings,
        List<Evaluation> evaluations,
        Path runFolder) {

    /** Copies the evaluations. */
    public TrainingJob {
        evaluations = List.copyOf(evaluations);
    }

    /** A training of every weight. */
    public TrainingJob(
            Checkpoint checkpoint,
            Device device,
            ComputeType compute,
            int maxLength,
            TrainingData data,
            RolePrompts prompts,
            Objective objective,
            TrainingSettings settings,
            List<Evaluation> evaluations,
            Path runFolder) {
        this(
                checkpoint,
                device,
                compute,
                Trainable.ALL,
                maxLength,
                data,
                prompts,
                objective,
                settings,
                evaluations,
                runFolder);
    }
}

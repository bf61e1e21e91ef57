package dev.gemmatune.train;

import ai.djl.Device;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.Trainable;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a training needs.
 *
 * @param checkpoint where it starts
 * @param devices where it runs; the first one holds the model, the others share the packs with it
 * @param compute type of the matrix products; weights and moments are float32
 * @param trainable which weights are trained
 * @param maxLength texts are truncated to this many tokens
 * @param sets the rows, with their prompts and objectives
 * @param settings how long and how fast
 * @param evaluations judge the model before, during and after; the primary metric of the first chooses the best
 *     checkpoint
 * @param runFolder receives metrics.jsonl, best/, last/ and state/
 */
public record TrainingJob(
        Checkpoint checkpoint,
        List<Device> devices,
        ComputeType compute,
        Trainable trainable,
        int maxLength,
        List<TrainingSet> sets,
        TrainingSettings settings,
        List<Evaluation> evaluations,
        Path runFolder) {

    /** Copies the lists and checks that there is something to train on. */
    public TrainingJob {
        sets = List.copyOf(sets);
        evaluations = List.copyOf(evaluations);
        devices = List.copyOf(devices);
        Require.that(!devices.isEmpty(), "devices must not be empty, got none");
        Require.that(!sets.isEmpty(), "sets must not be empty, got none");
    }

    /** A training of every weight. */
    public TrainingJob(
            Checkpoint checkpoint,
            List<Device> devices,
            ComputeType compute,
            int maxLength,
            List<TrainingSet> sets,
            TrainingSettings settings,
            List<Evaluation> evaluations,
            Path runFolder) {
        this(checkpoint, devices, compute, Trainable.ALL, maxLength, sets, settings, evaluations, runFolder);
    }
}

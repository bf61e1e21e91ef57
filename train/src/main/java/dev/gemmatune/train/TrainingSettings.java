package dev.gemmatune.train;

import dev.gemmatune.train.quantization.QuantizationSettings;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How long and how fast to train.
 *
 * @param epochs passes over the data, fractions allowed; not used when {@code steps} is given
 * @param steps optimizer steps instead of epochs
 * @param batches the rows of a step
 * @param optimizer gradients to weights
 * @param quantization whether the model computes with quantized weights
 * @param selection evaluations and the choice of a checkpoint
 * @param save how often the state from which a run can be resumed is written
 * @param explosionRatio the training ends with an error when the mean loss of ten steps is this many times that of the
 *     first ten; 0 to go on whatever happens
 * @param seed of every random choice
 * @param logEvery steps between lines of metrics.jsonl
 */
public record TrainingSettings(
        double epochs,
        OptionalInt steps,
        BatchSettings batches,
        OptimizerSettings optimizer,
        QuantizationSettings quantization,
        SelectionSettings selection,
        SavePeriod save,
        double explosionRatio,
        long seed,
        int logEvery) {

    /** Three epochs with the defaults of all parts. */
    public static final TrainingSettings DEFAULT = new TrainingSettings(
            3,
            OptionalInt.empty(),
            BatchSettings.DEFAULT,
            OptimizerSettings.DEFAULT,
            QuantizationSettings.NONE,
            SelectionSettings.DEFAULT,
            new SavePeriod.Time(Duration.ofMinutes(10)),
            10,
            42,
            1);

    /** Checks the ranges. */
    public TrainingSettings {
        Require.that(epochs > 0, "epochs must be > 0, got " + epochs);
        Require.that(steps.orElse(1) > 0, "steps must be > 0, got " + steps);
        Require.that(
                explosionRatio == 0 || explosionRatio > 1, "explosionRatio must be 0 or > 1, got " + explosionRatio);
        Require.that(logEvery > 0, "logEvery must be > 0, got " + logEvery);
    }

    /** The same for a number of passes over the data, and not of steps. */
    public TrainingSettings withEpochs(double passes) {
        return new TrainingSettings(
                passes,
                OptionalInt.empty(),
                batches,
                optimizer,
                quantization,
                selection,
                save,
                explosionRatio,
                seed,
                logEvery);
    }

    /** The same for a number of steps instead of epochs. */
    public TrainingSettings withSteps(int count) {
        return new TrainingSettings(
                epochs,
                OptionalInt.of(count),
                batches,
                optimizer,
                quantization,
                selection,
                save,
                explosionRatio,
                seed,
                logEvery);
    }

    /** The same with other batches. */
    public TrainingSettings withBatches(BatchSettings others) {
        return new TrainingSettings(
                epochs, steps, others, optimizer, quantization, selection, save, explosionRatio, seed, logEvery);
    }

    /** The same with another optimizer. */
    public TrainingSettings withOptimizer(OptimizerSettings other) {
        return new TrainingSettings(
                epochs, steps, batches, other, quantization, selection, save, explosionRatio, seed, logEvery);
    }

    /** The same with other evaluations and another choice of checkpoints. */
    public TrainingSettings withSelection(SelectionSettings other) {
        return new TrainingSettings(
                epochs, steps, batches, optimizer, quantization, other, save, explosionRatio, seed, logEvery);
    }

    /** The same, saving its state at other times. */
    public TrainingSettings withSave(SavePeriod other) {
        return new TrainingSettings(
                epochs, steps, batches, optimizer, quantization, selection, other, explosionRatio, seed, logEvery);
    }

    /** The same with other random choices. */
    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(
                epochs, steps, batches, optimizer, quantization, selection, save, explosionRatio, other, logEvery);
    }
}

package dev.gemmatune.train;

import dev.gemmatune.train.batch.Sampling;
import dev.gemmatune.train.optimizer.ScheduleShape;
import dev.gemmatune.train.quantization.QuantizationSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** A training of 40 steps in a process of its own, for {@link KillTest}; saves its state after every other step. */
final class KillableTraining {

    static final int STEPS = 40;

    private KillableTraining() {}

    /** Begins or resumes the run in the folder that is the only argument. */
    public static void main(String[] arguments) {
        TrainingSettings settings = new TrainingSettings(
                1,
                OptionalInt.of(STEPS),
                new BatchSettings(8, 1, true, true, Sampling.BY_SIZE, TinyTraining.TOKEN_BUDGET, false),
                new OptimizerSettings(1e-3, ScheduleShape.LINEAR, 0.1, 0.01, 1, List.of()),
                QuantizationSettings.NONE,
                new SelectionSettings(true, 5, 2, OptionalInt.empty(), 0, 2),
                new SavePeriod.Steps(2),
                10,
                7,
                1);
        TrainingJob job = TinyTraining.job(Path.of(arguments[0]), settings, new VectorSum());
        new FineTuning(job, TrainingListener.NONE).resume();
    }
}

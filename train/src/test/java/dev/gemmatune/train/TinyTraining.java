package dev.gemmatune.train;

import ai.djl.Device;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.batch.Sampling;
import dev.gemmatune.train.objective.MultipleNegativesRanking;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.optimizer.ScheduleShape;
import dev.gemmatune.train.quantization.QuantizationSettings;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Trainings of the tiny checkpoint on the 48 rows of the files beside this class, eight rows a step, in file order. */
final class TinyTraining {

    static final Objective RANKING = new MultipleNegativesRanking(MultipleNegativesRanking.DEFAULT_SCALE);
    /** Small, so that every step runs through the encoder in many packs. */
    static final int TOKEN_BUDGET = 150;

    private static final int BATCH = 8;

    private TinyTraining() {}

    /** A file beside this class. */
    static Path file(String name) {
        try {
            return Path.of(TinyTraining.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static TrainingData data(String name) {
        return TrainingData.read(file(name), Columns.BY_NAME);
    }

    static TrainingSettings steps(int steps) {
        return settings(1, OptionalInt.of(steps), 1e-4, 0.1, 0, 0);
    }

    static TrainingSettings settings(
            double epochs, OptionalInt steps, double rate, double warmup, double decay, int evaluateEvery) {
        return new TrainingSettings(
                epochs,
                steps,
                new BatchSettings(BATCH, 1, false, false, Sampling.BY_SIZE, TOKEN_BUDGET, false),
                new OptimizerSettings(rate, ScheduleShape.LINEAR, warmup, decay, 1, List.of()),
                QuantizationSettings.NONE,
                new SelectionSettings(evaluateEvery > 0, evaluateEvery, 1, OptionalInt.empty(), 0, 0),
                new SavePeriod.Never(),
                0,
                42,
                1);
    }

    /** The rows of a file beside this class with prompts of the checkpoint. */
    static TrainingSet set(Checkpoint checkpoint, String file, Objective objective, String first, String others) {
        RolePrompts prompts = new RolePrompts(
                checkpoint.prompts().get(first), checkpoint.prompts().get(others));
        return new TrainingSet(file, data(file), prompts, objective, 1);
    }

    /** A training on pairs from the shared checkpoint. */
    static TrainingJob job(Path run, TrainingSettings settings, Evaluation... evaluations) {
        return job(TinyCheckpoint.folder(), run, settings, evaluations);
    }

    static TrainingJob job(Path checkpoint, Path run, TrainingSettings settings, Evaluation... evaluations) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        return new TrainingJob(
                opened,
                List.of(Device.cpu()),
                ComputeType.FLOAT32,
                64,
                List.of(set(opened, "pairs.jsonl", RANKING, "query", "document")),
                settings,
                List.of(evaluations),
                run);
    }
}

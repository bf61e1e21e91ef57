package dev.gemmatune.train;

import ai.djl.Device;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.train.objective.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a {@link FineTuning} together; see there for an example. Rows are all that must be given: what is not said is
 * every weight, in float32, on the CPU, with {@link TrainingSettings#DEFAULT}, unseen. Not thread-safe.
 */
public final class FineTuningBuilder {

    private final Checkpoint checkpoint;
    private final Path runFolder;
    private final List<TrainingSet> sets = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private List<Device> devices = List.of(Device.cpu());
    private ComputeType compute = ComputeType.FLOAT32;
    private Trainable trainable = Trainable.ALL;
    private int maxLength;
    private TrainingSettings settings = TrainingSettings.DEFAULT;
    private TrainingListener listener = TrainingListener.NONE;
    private Optional<Path> tokenCache = Optional.empty();
    private boolean overwrite;

    FineTuningBuilder(Checkpoint checkpoint, Path runFolder) {
        this.checkpoint = checkpoint;
        this.runFolder = runFolder;
        this.maxLength = checkpoint.maxSequenceLength();
    }

    /**
     * Adds rows with the checkpoint's prompts and the usual objective for their columns at the usual dimensions: ranking
     * for anchors and positives, cosines for scored pairs.
     */
    public FineTuningBuilder data(TrainingData rows) {
        return set(TrainingSet.of(rows, checkpoint));
    }

    /**
     * Adds rows with the checkpoint's prompts.
     *
     * @param objective what is minimised over them
     * @throws UserError if they have not the columns that the objective asks for
     */
    public FineTuningBuilder data(TrainingData rows, Objective objective) {
        return set(TrainingSet.of(rows, checkpoint, objective));
    }

    /** Adds rows with everything that can be said of them. */
    public FineTuningBuilder set(TrainingSet set) {
        sets.add(set);
        return this;
    }

    /**
     * Adds an evaluation before, during and after the training. The primary metric of the first one, at its largest
     * dimension, chooses the best checkpoint; without any, the best checkpoint is the last one.
     */
    public FineTuningBuilder evaluation(Evaluation judge) {
        evaluations.add(judge);
        return this;
    }

    /** How long and how fast. */
    public FineTuningBuilder settings(TrainingSettings chosen) {
        settings = chosen;
        return this;
    }

    /** Which weights are trained. */
    public FineTuningBuilder trainable(Trainable part) {
        trainable = part;
        return this;
    }

    /** The length to which texts are truncated, in tokens, 2 to the model's positions; the tuned model keeps it. */
    public FineTuningBuilder maxLength(int tokens) {
        maxLength = tokens;
        return this;
    }

    /** Where it runs: the first one holds the model, the others share the packs with it. */
    public FineTuningBuilder devices(List<Device> chosen) {
        devices = List.copyOf(chosen);
        return this;
    }

    /** The type of the matrix products; weights and moments are float32. */
    public FineTuningBuilder compute(ComputeType type) {
        compute = type;
        return this;
    }

    /** Who hears of steps and evaluations. */
    public FineTuningBuilder listener(TrainingListener watching) {
        listener = watching;
        return this;
    }

    /** A folder that keeps the token ids of texts, for the next training on them; the results are the same. */
    public FineTuningBuilder tokenCache(Path folder) {
        tokenCache = Optional.of(folder);
        return this;
    }

    /**
     * Whether {@link FineTuning#run} clears the folder of what an earlier run left in it; without a word it refuses such a
     * folder. One that holds files and no run is refused in any case.
     */
    public FineTuningBuilder overwrite(boolean allowed) {
        overwrite = allowed;
        return this;
    }

    /**
     * The training; nothing is loaded yet.
     *
     * @throws IllegalArgumentException if there are no rows
     * @throws UserError if texts are to be longer than the model's positions
     */
    public FineTuning build() {
        TrainingJob job = new TrainingJob(
                checkpoint.withMaxSequenceLength(maxLength),
                devices,
                compute,
                trainable,
                maxLength,
                sets,
                settings,
                evaluations,
                runFolder);
        return new FineTuning(job, listener, tokenCache, overwrite);
    }
}

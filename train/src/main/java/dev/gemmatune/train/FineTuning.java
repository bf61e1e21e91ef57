package dev.gemmatune.train;

import com.google.gson.JsonObject;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.Models;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.cache.TokenCache;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.files.Hold;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import dev.gemmatune.model.tokenizer.TextTokenizer;
import dev.gemmatune.train.batch.BatchPlan;
import dev.gemmatune.train.batch.Mixture;
import dev.gemmatune.train.batch.TokenizedData;
import dev.gemmatune.train.batch.TrainingPlan;
import dev.gemmatune.train.gradient.Replicas;
import dev.gemmatune.train.optimizer.AdamW;
import dev.gemmatune.train.quantization.QuantizedWeights;
import dev.gemmatune.train.run.EarlierRun;
import dev.gemmatune.train.run.RunFolder;
import dev.gemmatune.train.run.StateFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A training from its start to its end: embeds batches, differentiates the objective, updates the weights, evaluates,
 * keeps the best and the last checkpoint, and saves what it needs to go on after a kill.
 *
 * <pre>{@code
 * TrainingResult result = FineTuning.builder(Path.of("checkpoints/mini"), Path.of("checkpoints/my-run"))
 *         .data(TrainingData.read(Path.of("train.jsonl"), Columns.BY_NAME))
 *         .evaluation(Evaluation.retrieval(Path.of("my-beir-folder"), "dev", prompts, List.of(768, 256)))
 *         .settings(TrainingSettings.DEFAULT.withEpochs(1))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>Memory: weights, gradients and two moments in float32 (four times the trained parameters), and the activations of
 * one batch, or of one pack with cached gradients. A run is stopped from another thread by {@link #stop()}; it then ends
 * after the step under way and leaves a complete {@code last/} and a state to resume from.
 */
public final class FineTuning {

    private final TrainingJob job;
    private final TrainingListener listener;
    private final Optional<Path> tokenCache;
    private final boolean overwrite;
    private final RunFolder folder;
    private final StateFolder states;
    private volatile boolean stopRequested;

    /**
     * Begins to say what to train.
     *
     * @param checkpoint the folder of the model; an adapter's is merged first
     * @param runFolder receives {@code metrics.jsonl}, {@code best/}, {@code last/} and {@code state/}
     * @throws dev.gemmatune.model.UserError if the folder is not a sound checkpoint
     */
    public static FineTuningBuilder builder(Path checkpoint, Path runFolder) {
        return builder(Models.open(checkpoint), runFolder);
    }

    /**
     * The same with a model by its name.
     *
     * @param model a folder's path, or an id on the Hugging Face hub such as {@code google/embeddinggemma-300m}
     */
    public static FineTuningBuilder builder(String model, Path runFolder) {
        return builder(Models.open(model), runFolder);
    }

    /** The same with an opened checkpoint. */
    public static FineTuningBuilder builder(Checkpoint checkpoint, Path runFolder) {
        return new FineTuningBuilder(checkpoint, runFolder);
    }

    /** Prepares a training; nothing is loaded yet. */
    public FineTuning(TrainingJob job, TrainingListener listener) {
        this(job, listener, Optional.empty(), false);
    }

    /**
     * Prepares a training that keeps the token ids of its texts; nothing is loaded yet.
     *
     * @param tokenCache the folder where {@link TokenCache} keeps them, if it shall; the results are the same
     * @param overwrite whether {@link #run} may clear the folder of an earlier run
     */
    public FineTuning(TrainingJob job, TrainingListener listener, Optional<Path> tokenCache, boolean overwrite) {
        this.job = job;
        this.listener = listener;
        this.tokenCache = tokenCache;
        this.overwrite = overwrite;
        this.folder = new RunFolder(job.runFolder());
        this.states = new StateFolder(job.runFolder());
    }

    /** Asks the training to end after the present step. Returns at once. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Trains from the beginning, in a folder that is empty or is cleared of an earlier run.
     *
     * @throws UserError if the folder holds an earlier run that may not be replaced, or files that are no run's, or if
     *     another process or thread holds it; if the loss or the gradients are no longer finite, or explode, naming step
     *     and rows: {@code last/} then holds the weights before that step
     */
    public TrainingResult run() {
        return held(() -> {
            EarlierRun.makeRoom(
                    job.runFolder(),
                    overwrite,
                    List.of(job.checkpoint().folder()),
                    "choose another folder, go on with it (resume()) or replace it (overwrite(true))");
            return train(false);
        });
    }

    /**
     * Goes on where the run was stopped or killed, and ends with the same weights, bit by bit, as one that was not. A run
     * that has ended returns its result at once; one that was killed before its first state was saved starts anew.
     *
     * @throws UserError as {@link #run()}, and if the state in the folder belongs to other settings or data
     */
    public TrainingResult resume() {
        return held(() -> {
            Optional<JsonObject> finished = states.finished();
            return finished.isPresent() ? ResultJson.read(finished.get(), folder) : train(true);
        });
    }

    /** Two trainings in one folder would spoil each other's state. */
    private TrainingResult held(Supplier<TrainingResult> work) {
        return Hold.during(job.runFolder(), work);
    }

    private TrainingResult train(boolean resume) {
        TrainingSettings settings = job.settings();
        OptimizerSettings optimizerSettings = settings.optimizer();
        GemmaTokenizer tokenizer = EmbeddingModel.trainingTokenizer(job.checkpoint(), job.maxLength());
        TextTokenizer caching = tokenCache
                .<TextTokenizer>map(cache -> TokenCache.of(tokenizer, job.checkpoint(), cache))
                .orElse(tokenizer);
        List<TokenizedData> data = job.sets().stream()
                .map(set -> TokenizedData.of(set.data(), caching, set.prompts()))
                .toList();
        BitSet tokens = tokens(data);
        try (EmbeddingModel model = EmbeddingModel.forTraining(
                        job.checkpoint(), job.devices().get(0), job.compute(), tokenizer, job.trainable(), tokens);
                Copies copies = new Copies(model.encoder(), job, tokens);
                AdamW optimizer = new AdamW(
                        model.encoder(),
                        optimizerSettings.learningRate(),
                        optimizerSettings.weightDecay(),
                        optimizerSettings.groups());
                QuantizedWeights quantized = new QuantizedWeights(
                        model.encoder(), settings.quantization().plan())) {
            Selection selection = new Selection(job, folder, listener);
            TrainingLoop loop = new TrainingLoop(
                    job, model, copies.replicas(), optimizer, data, plan(data), selection, quantized, listener);
            if (resume) {
                loop.resume();
            }
            loop.run(() -> stopRequested);
            return end(model, loop, selection);
        }
    }

    /**
     * The ids whose embeddings are trained. Rows of later epochs, which are not known yet, can bring any; and of a table
     * that is rounded in training, every row is.
     */
    private BitSet tokens(List<TokenizedData> data) {
        BitSet tokens = new BitSet();
        data.forEach(set -> tokens.or(set.tokens()));
        boolean anyRow = job.sets().stream().anyMatch(set -> set.epochRows() != EpochRows.FIXED);
        if (anyRow || job.settings().quantization().plan() != QuantizationPlan.NONE) {
            tokens.set(0, job.checkpoint().config().vocabularySize());
        }
        return tokens;
    }

    /** The encoders on further devices. */
    private record Copies(Replicas replicas) implements AutoCloseable {

        Copies(GemmaEncoder first, TrainingJob job, BitSet tokens) {
            this(new Replicas(Stream.concat(
                            Stream.of(first),
                            job.devices().stream()
                                    .skip(1)
                                    .map(device -> GemmaEncoder.forTraining(
                                            job.checkpoint(), device, job.compute(), job.trainable(), tokens)))
                    .toList()));
        }

        @Override
        public void close() {
            replicas.encoders().stream().skip(1).forEach(GemmaEncoder::close);
        }
    }

    private TrainingResult end(EmbeddingModel model, TrainingLoop loop, Selection selection) {
        folder.save(RunFolder.LAST, model);
        if (loop.isComplete()) {
            loop.average();
        } else {
            loop.saveState();
        }
        TrainingResult result = new TrainingResult(
                selection.before(),
                selection.best(),
                selection.best().isPresent() ? selection.bestStep() : loop.stepsDone(),
                folder.checkpoint(selection.best().isPresent() ? RunFolder.BEST : RunFolder.LAST),
                folder.checkpoint(RunFolder.LAST),
                loop.stepsDone(),
                loop.tokensDone(),
                loop.secondsDone(),
                !loop.isComplete());
        if (!result.interrupted()) {
            loop.finish(result);
        }
        return result;
    }

    private TrainingPlan plan(List<TokenizedData> data) {
        TrainingSettings settings = job.settings();
        BatchSettings batches = settings.batches();
        List<Mixture.Part> parts = new ArrayList<>();
        for (int set = 0; set < data.size(); set++) {
            // Sets of equal size must not be shuffled alike.
            TrainingSet rows = job.sets().get(set);
            // Equal texts are wrong negatives only where other rows are negatives.
            boolean distinctTexts = batches.distinctTexts() && rows.objective().usesInBatchNegatives();
            BatchPlan plan =
                    new BatchPlan(batches.rows(), batches.shuffle(), distinctTexts, settings.seed() + 31L * set);
            parts.add(new Mixture.Part(data.get(set).rows(), plan, rows.weight()));
        }
        Mixture mixture = new Mixture(parts, batches.sampling());
        return settings.steps().isPresent()
                ? TrainingPlan.ofSteps(
                        mixture, batches.accumulated(), settings.steps().getAsInt())
                : TrainingPlan.ofEpochs(mixture, batches.accumulated(), settings.epochs());
    }
}

package dev.gemmatune.train;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.train.batch.Batch;
import dev.gemmatune.train.batch.TokenizedData;
import dev.gemmatune.train.batch.TrainingPlan;
import dev.gemmatune.train.gradient.Gradients;
import dev.gemmatune.train.gradient.Replicas;
import dev.gemmatune.train.optimizer.AdamW;
import dev.gemmatune.train.optimizer.Schedule;
import dev.gemmatune.train.quantization.QuantizedWeights;
import dev.gemmatune.train.run.RunFolder;
import dev.gemmatune.train.run.Snapshots;
import dev.gemmatune.train.run.StateFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The steps of a training, from the first one or from a saved state on. */
final class TrainingLoop {

    private final TrainingJob job;
    private final EmbeddingModel model;
    private final AdamW optimizer;
    private final List<TokenizedData> data;
    private final TrainingPlan plan;
    private final Selection selection;
    private final RunFolder folder;
    private final StateFolder states;
    private final Snapshots snapshots;
    private final QuantizedWeights quantized;
    /** Steps before the model computes with quantized weights. */
    private final int floatSteps;

    private final TrainingListener listener;
    private final Schedule schedule;
    private final Gradients gradients;
    private final LossGuard guard;
    private final String fingerprint;

    private int stepsDone;
    private long tokensDone;
    private double secondsDone;
    private long savedAt = System.nanoTime();

    TrainingLoop(
            TrainingJob job,
            EmbeddingModel model,
            Replicas replicas,
            AdamW optimizer,
            List<TokenizedData> data,
            TrainingPlan plan,
            Selection selection,
            QuantizedWeights quantized,
            TrainingListener listener) {
        this.job = job;
        this.quantized = quantized;
        this.floatSteps = job.settings().quantization().floatSteps(plan.size());
        this.model = model;
        this.optimizer = optimizer;
        this.data = new ArrayList<>(data);
        this.plan = plan;
        this.selection = selection;
        this.listener = listener;
        this.folder = new RunFolder(job.runFolder());
        this.states = new StateFolder(job.runFolder());
        this.snapshots =
                new Snapshots(job.runFolder(), job.settings().selection().averageLast());
        OptimizerSettings settings = job.settings().optimizer();
        this.schedule = Schedule.of(settings.schedule(), settings.learningRate(), settings.warmupRatio(), plan.size());
        int budget = job.settings().batches().tokenBudget();
        this.gradients =
                new Gradients(replicas, budget, job.settings().batches().cachedGradients());
        this.guard = new LossGuard(job.settings().explosionRatio());
        this.fingerprint = Fingerprint.of(job);
    }

    int stepsDone() {
        return stepsDone;
    }

    long tokensDone() {
        return tokensDone;
    }

    double secondsDone() {
        return secondsDone;
    }

    /**
     * Takes up the newest saved state.
     *
     * @throws UserError if it belongs to another training
     */
    void resume() {
        Optional<StateFolder.Saved> newest = states.newest();
        if (newest.isEmpty()) {
            folder.cutMetrics(0, 0); // killed before the first state: from the beginning
            return;
        }
        StateFolder.Saved saved = newest.get();
        JsonObject progress = saved.progress();
        if (!progress.get("fingerprint").getAsString().equals(fingerprint)) {
            throw new UserError(saved.folder() + " belongs to a training with other settings or other data; resume it"
                    + " with the ones that it was started with, or start a new run");
        }
        stepsDone = progress.get("steps").getAsInt();
        tokensDone = progress.get("tokens").getAsLong();
        secondsDone = progress.get("seconds").getAsDouble();
        selection.restore(progress.getAsJsonObject("selection"));
        guard.restore(progress.getAsJsonObject("losses"));
        snapshots.restore(progress.getAsJsonArray("snapshots"));
        optimizer.resumeAt(stepsDone);
        model.encoder()
                .restoreUntouchedRowsFactor(
                        progress.get("untouched_rows_factor").getAsDouble());
        arrays().forEach((name, array) ->
                model.encoder().assign(array, saved.arrays().copyAsFloat32(name)));
        if (stepsDone > floatSteps) {
            quantized.start();
        }
        gradients.weightsChanged();
        folder.cutMetrics(
                progress.get("metrics_bytes").getAsLong(),
                progress.get("events_bytes").getAsLong());
        restoreRows();
    }

    private int epochsDone() {
        return (int) plan.steps().subList(0, stepsDone).stream()
                .filter(TrainingPlan.Step::endsEpoch)
                .count();
    }

    /** The rows of the present epoch, which may be those of an earlier one. */
    private void restoreRows() {
        for (int set = 0; set < data.size(); set++) {
            boolean found = false;
            for (int epoch = epochsDone(); epoch > 0 && !found; epoch--) {
                found = takeRows(set, epoch);
            }
        }
    }

    private boolean takeRows(int index, int epoch) {
        TrainingSet set = job.sets().get(index);
        Optional<TrainingData> rows = set.epochRows().of(epoch, model, listener.evaluationProgress());
        rows.ifPresent(found -> {
            if (found.size() != set.data().size()) {
                throw new IllegalArgumentException("the rows of an epoch must be as many as those of the set, "
                        + set.data().size() + ", got " + found.size());
            }
            data.set(index, TokenizedData.of(found, model.tokenizer(), set.prompts()));
        });
        return rows.isPresent();
    }

    /** Trains until the end of the plan, of the patience, or until {@code stopRequested}. */
    void run(BooleanSupplier stopRequested) {
        if (stepsDone == 0 && job.settings().selection().evaluateBefore()) {
            selection.evaluateStart(model);
        }
        if (stepsDone == 0) {
            listener.onEpoch(0, 0, model);
        }
        while (stepsDone < plan.size() && !selection.isOverdue() && !stopRequested.getAsBoolean()) {
            TrainingPlan.Step step = plan.steps().get(stepsDone);
            if (stepsDone > 0 && plan.steps().get(stepsDone - 1).endsEpoch()) {
                int epoch = epochsDone();
                for (int set = 0; set < data.size(); set++) {
                    takeRows(set, epoch);
                }
            }
            StepReport report = step(step);
            boolean end = stepsDone == plan.size();
            if (report.step() % job.settings().logEvery() == 0 || end) {
                folder.log(report);
            }
            listener.onStep(report);
            if (end || isEvaluationDue(step)) {
                selection.evaluateCandidate(model, stepsDone);
                snapshots.take(stepsDone, quantized.exact());
            }
            if (end || step.endsEpoch()) {
                listener.onEpoch(step.epoch(), stepsDone, model);
            }
            if (!end && isSaveDue()) {
                saveState();
            }
        }
    }

    /** Whether nothing is left to do. */
    boolean isComplete() {
        return stepsDone == plan.size() || selection.isOverdue();
    }

    /** Saves everything from which {@link #resume} goes on with the same bits. */
    void saveState() {
        JsonObject progress = new JsonObject();
        progress.addProperty("fingerprint", fingerprint);
        progress.addProperty("steps", stepsDone);
        progress.addProperty("tokens", tokensDone);
        progress.addProperty("seconds", secondsDone);
        progress.addProperty("metrics_bytes", folder.metricsLength());
        progress.addProperty("events_bytes", folder.eventsLength());
        progress.add("selection", selection.toJson());
        progress.add("losses", guard.toJson());
        progress.add("snapshots", snapshots.toJson());
        progress.addProperty("untouched_rows_factor", model.encoder().untouchedRowsFactor());
        states.save(stepsDone, progress, arrays());
        savedAt = System.nanoTime();
    }

    /** Lets the mean of the last snapshots stand for election as well, and leaves it in the model and on disk. */
    void average() {
        if (snapshots.steps().size() > 1) {
            GemmaEncoder encoder = model.encoder();
            encoder.trained().forEach((name, weight) -> encoder.assign(weight, snapshots.mean(name)));
            encoder.restoreUntouchedRowsFactor(snapshots.steps().stream()
                    .mapToDouble(this::untouchedRowsFactor)
                    .average()
                    .orElseThrow());
            quantized.store();
            folder.save(RunFolder.AVERAGED, model);
            selection.evaluateAverage(model, stepsDone);
        }
    }

    /** Says that the training is over: what only a resumed one would need is removed, the result first on disk. */
    void finish(TrainingResult result) {
        states.finish(ResultJson.write(result));
        snapshots.clear();
    }

    /** What the weight decay of the first steps has multiplied the embedding rows by that are not trained. */
    private double untouchedRowsFactor(long steps) {
        double factor = 1;
        for (int step = 0; step < steps; step++) {
            factor *= (float) optimizer.untouchedRowsDecay(schedule.rate(step));
        }
        return factor;
    }

    private SortedMap<String, NDArray> arrays() {
        SortedMap<String, NDArray> arrays = new TreeMap<>(optimizer.moments());
        quantized.exact().forEach((name, weight) -> arrays.put("weight/" + name, weight));
        return arrays;
    }

    private boolean isEvaluationDue(TrainingPlan.Step step) {
        int every = job.settings().selection().evaluateEvery();
        return every == 0 ? step.endsEpoch() : stepsDone % every == 0;
    }

    private boolean isSaveDue() {
        SavePeriod save = job.settings().save();
        if (save instanceof SavePeriod.Steps steps) {
            return stepsDone % steps.steps() == 0;
        }
        return save instanceof SavePeriod.Time time
                && Duration.ofNanos(System.nanoTime() - savedAt).compareTo(time.duration()) >= 0;
    }

    private StepReport step(TrainingPlan.Step step) {
        long start = System.nanoTime();
        if (stepsDone >= floatSteps && !quantized.isActive()) {
            quantized.start();
            gradients.weightsChanged();
        }
        double rate = schedule.rate(stepsDone);
        double loss = 0;
        long tokens = 0;
        for (Batch batch : step.batches()) {
            List<int[]> texts = batch.texts(data.get(batch.set()));
            loss += differentiate(batch, texts, step.batches().size())
                    / step.batches().size();
            tokens += texts.stream().mapToLong(ids -> ids.length).sum();
        }
        quantized.restore();
        double norm = optimizer.step(rate, job.settings().optimizer().gradientLimit());
        if (!Double.isFinite(norm)) {
            throw diverged("the gradient is not finite", step.batches());
        }
        quantized.store();
        gradients.weightsChanged();
        double seconds = (System.nanoTime() - start) / 1e9;
        stepsDone++;
        tokensDone += tokens;
        secondsDone += seconds;
        return new StepReport(stepsDone, plan.size(), step.epoch(), setNames(step), loss, rate, norm, tokens, seconds);
    }

    private double differentiate(Batch batch, List<int[]> texts, int batches) {
        TrainingSet set = job.sets().get(batch.set());
        TokenizedData rows = data.get(batch.set());
        double loss = gradients.add(
                texts,
                embeddings -> set.objective().loss(batch.embedded(embeddings, rows, set.data(), set.references())),
                1.0 / batches,
                dropoutSeed(batch));
        if (!Double.isFinite(loss)) {
            throw diverged("the loss is " + loss, List.of(batch));
        }
        guard.add(set.name(), loss).ifPresent(explosion -> {
            throw diverged(explosion, List.of(batch));
        });
        return loss;
    }

    /** Depends on the run's seed, the step and the batch alone; 32 bits. */
    private long dropoutSeed(Batch batch) {
        long mixed = job.settings().seed() * 0x9E3779B97F4A7C15L + stepsDone;
        return new SplittableRandom(mixed * 31 + batch.rows().hashCode()).nextLong() >>> Integer.SIZE;
    }

    private String setNames(TrainingPlan.Step step) {
        return job.sets().size() == 1
                ? ""
                : step.batches().stream()
                        .map(batch -> job.sets().get(batch.set()).name())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private UserError diverged(String what, List<Batch> batches) {
        folder.save(RunFolder.LAST, model);
        String rows = batches.stream()
                .map(batch -> "rows " + batch.describeRows() + " of "
                        + job.sets().get(batch.set()).data().name())
                .collect(Collectors.joining("; "));
        return new UserError(what + " at step " + (stepsDone + 1) + " (" + rows + "); "
                + folder.checkpoint(RunFolder.LAST)
                + " holds the weights before it. Look at these rows, lower training.learning_rate, and check that the"
                + " model itself holds no NaN");
    }
}

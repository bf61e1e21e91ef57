package dev.gemmatune.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.TrainingPass;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import dev.gemmatune.train.batch.Batch;
import dev.gemmatune.train.batch.BatchPlan;
import dev.gemmatune.train.batch.TokenizedData;
import dev.gemmatune.train.objective.EmbeddedBatch;
import dev.gemmatune.train.optimizer.AdamW;
import dev.gemmatune.train.optimizer.LinearSchedule;
import dev.gemmatune.train.run.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A training from its start to its end: embeds batches, differentiates the objective, updates the weights, evaluates,
 * keeps the best and the last checkpoint.
 *
 * <p>Memory: weights, gradients and two moments in float32 (four times the parameters), and the activations of one
 * batch. A run is stopped from another thread by {@link #stop()}; it then ends after the step under way and leaves a
 * complete {@code last/}.
 */
public final class FineTuning {

    /** Leaves 32 bits. */
    private static final int DROPOUT_SEED_SHIFT = 32;

    private final TrainingJob job;
    private final TrainingListener listener;
    private final RunFolder folder;
    private volatile boolean stopRequested;

    private Optional<Scores> before = Optional.empty();
    private Optional<Scores> best = Optional.empty();
    private long bestStep;
    private long stepsDone;
    private long tokensDone;
    private double secondsDone;

    /** Prepares a training; nothing is loaded yet. */
    public FineTuning(TrainingJob job, TrainingListener listener) {
        job.objective().check(job.data());
        this.job = job;
        this.listener = listener;
        this.folder = new RunFolder(job.runFolder());
    }

    /** Asks the training to end after the present step. Returns at once. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Trains.
     *
     * @throws UserError if the loss or the gradients are no longer finite, naming step and rows; {@code last/} then
     *     holds the weights before that step
     */
    public TrainingResult run() {
        GemmaTokenizer tokenizer = EmbeddingModel.trainingTokenizer(job.checkpoint(), job.maxLength());
        TokenizedData data = TokenizedData.of(job.data(), tokenizer, job.prompts());
        try (EmbeddingModel model = EmbeddingModel.forTraining(
                        job.checkpoint(), job.device(), job.compute(), tokenizer, job.trainable(), data.tokens());
                AdamW optimizer = new AdamW(model.encoder(), job.settings().weightDecay())) {
            List<Batch> batches = plan(data);
            before = job.settings().evaluateBefore() ? evaluate(model, false) : Optional.empty();
            train(model, optimizer, data, batches);
            folder.save(RunFolder.LAST, model);
            if (best.isEmpty()) {
                bestStep = stepsDone;
            }
            return new TrainingResult(
                    before,
                    best,
                    bestStep,
                    best.isPresent() ? folder.checkpoint(RunFolder.BEST) : folder.checkpoint(RunFolder.LAST),
                    folder.checkpoint(RunFolder.LAST),
                    stepsDone,
                    tokensDone,
                    secondsDone,
                    stepsDone < batches.size());
        }
    }

    private List<Batch> plan(TokenizedData data) {
        TrainingSettings settings = job.settings();
        BatchPlan plan =
                new BatchPlan(settings.batchSize(), settings.shuffle(), settings.distinctTexts(), settings.seed());
        List<Batch> batches = new ArrayList<>();
        for (int epoch = 0; wantsMore(settings, epoch, batches.size()); epoch++) {
            List<List<Integer>> rows = plan.epoch(data.rows(), epoch);
            long kept = settings.steps().isPresent()
                    ? rows.size()
                    : Math.round(Math.min(1, settings.epochs() - epoch) * rows.size());
            for (int i = 0; i < Math.max(1, kept); i++) {
                batches.add(new Batch(rows.get(i), epoch + (i + 1.0) / rows.size(), i + 1 == rows.size()));
            }
        }
        int wanted = settings.steps().orElse(batches.size());
        return List.copyOf(batches.subList(0, wanted));
    }

    private static boolean wantsMore(TrainingSettings settings, int epoch, int batches) {
        return settings.steps().isPresent() ? batches < settings.steps().getAsInt() : epoch < settings.epochs();
    }

    private void train(EmbeddingModel model, AdamW optimizer, TokenizedData data, List<Batch> batches) {
        LinearSchedule schedule =
                LinearSchedule.of(job.settings().learningRate(), job.settings().warmupRatio(), batches.size());
        for (int i = 0; i < batches.size() && !stopRequested; i++) {
            Batch batch = batches.get(i);
            StepReport report = step(model, optimizer, data, batch, schedule.rate(i), batches.size());
            if (report.step() % job.settings().logEvery() == 0 || report.step() == batches.size()) {
                folder.log(report);
            }
            listener.onStep(report);
            boolean end = report.step() == batches.size();
            if (end || isEvaluationDue(batch, report.step())) {
                evaluate(model, true);
            }
        }
    }

    private boolean isEvaluationDue(Batch batch, long step) {
        int every = job.settings().evaluateEvery();
        return every == 0 ? batch.endsEpoch() : step % every == 0;
    }

    private StepReport step(
            EmbeddingModel model, AdamW optimizer, TokenizedData data, Batch batch, double rate, int totalSteps) {
        long start = System.nanoTime();
        List<int[]> texts = batch.texts(data);
        double loss = differentiate(model.encoder(), texts, batch, data);
        double norm =
                Double.isFinite(loss) ? optimizer.step(rate, job.settings().gradientLimit()) : Double.NaN;
        if (!Double.isFinite(norm)) {
            throw diverged(model, batch, loss);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long tokens = texts.stream().mapToLong(ids -> ids.length).sum();
        stepsDone++;
        tokensDone += tokens;
        secondsDone += seconds;
        return new StepReport(stepsDone, totalSteps, batch.epoch(), loss, rate, norm, tokens, seconds);
    }

    /** Adds the gradients of the batch to those of the parameters and returns its loss. */
    private double differentiate(GemmaEncoder encoder, List<int[]> texts, Batch batch, TokenizedData data) {
        try (NDManager step = encoder.newSubManager()) {
            TrainingPass pass = encoder.begin(texts, job.settings().tokenBudget(), true, dropoutSeed(), step);
            double value = differentiate(pass.embeddings(), batch, data);
            if (Double.isFinite(value)) {
                pass.backward();
            }
            return value;
        }
    }

    /** Gives the embeddings the gradient of the loss, which is returned. */
    private double differentiate(NDArray embeddings, Batch batch, TokenizedData data) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = job.objective().loss(new EmbeddedBatch(embeddings, batch.size(), batch.scores(data)));
            double value = loss.getFloat();
            if (Double.isFinite(value)) {
                collector.backward(loss);
            }
            return value;
        }
    }

    /** Depends on the run's seed and the step alone; positive, and exact in a double with the pack's number added. */
    private long dropoutSeed() {
        return new SplittableRandom(job.settings().seed() * 0x9E3779B97F4A7C15L + stepsDone).nextLong()
                >>> DROPOUT_SEED_SHIFT;
    }

    private UserError diverged(EmbeddingModel model, Batch batch, double loss) {
        folder.save(RunFolder.LAST, model);
        String what = Double.isFinite(loss) ? "the gradient is not finite" : "the loss is " + loss;
        return new UserError(what + " at step " + (stepsDone + 1) + " (rows " + batch.describeRows() + " of "
                + job.data().name() + "); " + folder.checkpoint(RunFolder.LAST)
                + " holds the weights before it. Look at these rows, lower training.learning_rate, and check that the"
                + " model itself holds no NaN");
    }

    /** Runs all evaluations and returns the scores of the first, which may make these weights the best. */
    private Optional<Scores> evaluate(EmbeddingModel model, boolean candidate) {
        Optional<Scores> deciding = Optional.empty();
        for (Evaluation evaluation : job.evaluations()) {
            Scores scores = evaluation.run(model, listener.evaluationProgress());
            boolean better = candidate
                    && deciding.isEmpty()
                    && (best.isEmpty() || scores.primary() > best.get().primary());
            if (better) {
                best = Optional.of(scores);
                bestStep = stepsDone;
                folder.save(RunFolder.BEST, model);
            }
            folder.log(evaluation.name(), stepsDone, scores, better);
            listener.onEvaluation(evaluation.name(), stepsDone, scores, better);
            deciding = deciding.or(() -> Optional.of(scores));
        }
        return deciding;
    }
}

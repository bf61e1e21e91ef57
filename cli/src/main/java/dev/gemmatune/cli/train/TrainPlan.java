package dev.gemmatune.cli.train;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.Every;
import dev.gemmatune.cli.config.MatryoshkaConfig;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.config.TrainingConfig;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.train.BatchSettings;
import dev.gemmatune.train.EpochRows;
import dev.gemmatune.train.OptimizerSettings;
import dev.gemmatune.train.SavePeriod;
import dev.gemmatune.train.SelectionSettings;
import dev.gemmatune.train.TrainingJob;
import dev.gemmatune.train.TrainingSet;
import dev.gemmatune.train.TrainingSettings;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.MatryoshkaObjective;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.optimizer.NamePattern;
import dev.gemmatune.train.optimizer.ParameterGroup;
import dev.gemmatune.train.quantization.QuantizationSettings;
import dev.gemmatune.train.vectors.ComputedVectors;
import dev.gemmatune.train.vectors.ReferenceVectors;
import dev.gemmatune.train.vectors.TextVectors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A config in the trainer's own terms.
 *
 * @param checked the config
 * @param threads for searching
 */
record TrainPlan(CheckedConfig checked, int threads) {

    private static final int SECONDS = 60;

    /**
     * The training.
     *
     * @param references what {@link #references} has given
     * @param epochRows the rows of later epochs
     */
    TrainingJob job(List<Device> devices, ReferenceVectors references, EpochRows epochRows) {
        Config config = checked.config();
        return new TrainingJob(
                checked.checkpoint(),
                devices,
                config.model().compute(),
                trainable(config.training()),
                config.model().maxSequenceLength().orElse(checked.checkpoint().maxSequenceLength()),
                List.of(new TrainingSet(
                        checked.data().name(), checked.data(), prompts(), objective(), references, 1, epochRows)),
                settings(),
                checked.evaluation().stream().map(this::evaluation).toList(),
                config.output().run());
    }

    /** The constant vectors that the objective asks for; a guide model embeds all texts and is closed again. */
    ReferenceVectors references(Device device, Progress progress) {
        Optional<TextVectors> teacher = checked.teacher().map(vectors -> vectors);
        if (!checked.config().objective().sum().references().contains(Reference.GUIDE)) {
            return new ReferenceVectors(Optional.empty(), teacher);
        }
        Checkpoint guide = checked.guide().orElseThrow();
        try (EmbeddingModel model =
                EmbeddingModel.load(guide, device, checked.config().model().compute())) {
            TextVectors vectors = ComputedVectors.of(
                    model, checked.data(), prompts().first(), prompts().others(), progress);
            return new ReferenceVectors(Optional.of(vectors), teacher);
        }
    }

    /** The sets of the final table: the test sets, or those of the training where there are none. */
    List<EvaluationSet> finalSets() {
        return checked.test().isEmpty() ? checked.evaluation() : checked.test();
    }

    /** The evaluation of a model on a set, at the configured dimensions with the training's prompts. */
    Evaluation evaluation(EvaluationSet set) {
        return evaluation(set, checked.config().evaluation().dimensions());
    }

    /** The same at other dimensions. */
    Evaluation evaluation(EvaluationSet set, List<Integer> dimensions) {
        PromptNames names = checked.config().data().train().prompts();
        RetrievalOptions standard = RetrievalOptions.DEFAULT;
        RetrievalOptions options = new RetrievalOptions(
                checked.config().evaluation().kValues(),
                standard.depth(),
                threads,
                standard.ignoreIdenticalIds(),
                true);
        return set.evaluation(
                checked.prompts(),
                new RetrievalPrompts(promptOrNone(names.anchor()), promptOrNone(names.positive())),
                promptOrNone(names.sentence1()),
                dimensions,
                options);
    }

    private static Trainable trainable(TrainingConfig training) {
        return new Trainable(
                training.freeze(),
                training.lora().map(lora -> lora.settings(training.seed())),
                training.activeVocabulary());
    }

    private RolePrompts prompts() {
        PromptNames names = checked.config().data().train().prompts();
        return checked.data().scored()
                ? new RolePrompts(checked.prompt(names.sentence1()), checked.prompt(names.sentence2()))
                : new RolePrompts(checked.prompt(names.anchor()), checked.prompt(names.positive()));
    }

    /** A default that this model does not have matters only to sets of the other kind. */
    private String promptOrNone(String name) {
        return name.equals(PromptNames.NONE) || checked.prompts().byName().containsKey(name)
                ? checked.prompt(name)
                : "";
    }

    private Objective objective() {
        Objective sum = checked.config().objective().sum();
        MatryoshkaConfig matryoshka = checked.config().objective().matryoshka();
        return matryoshka.enabled()
                ? new MatryoshkaObjective(
                        sum,
                        matryoshka.dimensions(),
                        matryoshka.weights(),
                        matryoshka.dimensionsPerStep(),
                        checked.config().training().seed())
                : sum;
    }

    private TrainingSettings settings() {
        TrainingConfig training = checked.config().training();
        return new TrainingSettings(
                training.epochs(),
                training.maxSteps(),
                batches(training),
                optimizer(training),
                new QuantizationSettings(training.quantization(), training.quantizationWarmup()),
                new SelectionSettings(
                        checked.config().evaluation().before(),
                        evaluateEvery(training),
                        training.keepBest(),
                        training.earlyStopping().patience(),
                        training.earlyStopping().minImprovement(),
                        training.averageLast()),
                save(training.saveEvery()),
                training.maxLossRatio(),
                training.seed(),
                training.logEvery());
    }

    private static BatchSettings batches(TrainingConfig training) {
        return new BatchSettings(
                training.batchSize(),
                training.accumulate(),
                training.shuffle(),
                training.distinctTexts(),
                training.sampling(),
                training.tokenBudget(),
                training.cachedGradients());
    }

    private static OptimizerSettings optimizer(TrainingConfig training) {
        return new OptimizerSettings(
                training.learningRate(),
                training.schedule(),
                training.warmupRatio(),
                training.weightDecay(),
                training.maxGradNorm(),
                training.groups().stream()
                        .map(group -> new ParameterGroup(
                                new NamePattern(group.pattern()), group.learningRate(), group.weightDecay()))
                        .toList());
    }

    private static SavePeriod save(Every every) {
        return switch (every.unit()) {
            case STEPS -> new SavePeriod.Steps((int) every.amount());
            case MINUTES -> new SavePeriod.Time(Duration.ofSeconds(Math.round(SECONDS * every.amount())));
            case EPOCHS, NEVER -> new SavePeriod.Never();
        };
    }

    /** The trainer knows the true end of an epoch, which shared texts can delay; 0 asks for it. */
    private int evaluateEvery(TrainingConfig training) {
        Every every = training.evaluateEvery();
        boolean atEndOfEpoch = every.unit() == Every.Unit.EPOCHS && every.amount() == 1;
        int rows = training.batchSize() * training.accumulate();
        int stepsPerEpoch = (checked.data().size() + rows - 1) / rows;
        return atEndOfEpoch ? 0 : every.steps(stepsPerEpoch).orElse(Integer.MAX_VALUE);
    }
}

package dev.gemmatune.cli.train;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.CheckedSet;
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
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.WeightPattern;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import dev.gemmatune.train.BatchSettings;
import dev.gemmatune.train.EpochRows;
import dev.gemmatune.train.FineTuning;
import dev.gemmatune.train.FineTuningBuilder;
import dev.gemmatune.train.OptimizerSettings;
import dev.gemmatune.train.SavePeriod;
import dev.gemmatune.train.SelectionSettings;
import dev.gemmatune.train.TrainingSet;
import dev.gemmatune.train.TrainingSettings;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.MatryoshkaObjective;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.optimizer.ParameterGroup;
import dev.gemmatune.train.quantization.QuantizationSettings;
import dev.gemmatune.train.vectors.ComputedVectors;
import dev.gemmatune.train.vectors.ReferenceVectors;
import dev.gemmatune.train.vectors.TextVectors;
import java.time.Duration;
import java.util.ArrayList;
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
     * @param epochRows the rows of later epochs, of each set
     * @param judged keeps what the evaluations find
     */
    FineTuningBuilder tuning(
            List<Device> devices,
            List<ReferenceVectors> references,
            List<EpochRows> epochRows,
            JudgedInTraining judged) {
        Config config = checked.config();
        FineTuningBuilder tuning = FineTuning.builder(
                        checked.checkpoint(), config.output().run())
                .devices(devices)
                .compute(config.model().compute())
                .trainable(trainable(config.training()))
                .settings(settings());
        for (int i = 0; i < checked.sets().size(); i++) {
            CheckedSet set = checked.sets().get(i);
            tuning.set(new TrainingSet(
                    set.name(),
                    set.data(),
                    prompts(set),
                    objective(set),
                    references.get(i),
                    set.config().weight(),
                    epochRows.get(i)));
        }
        checked.evaluation().forEach(set -> tuning.evaluation(judged.keeping(set, evaluation(set))));
        return tuning;
    }

    /**
     * The constant vectors that the objective of each set asks for; a guide model embeds all texts of the sets that need
     * it and is closed again.
     */
    List<ReferenceVectors> references(Device device, Progress progress) {
        if (checked.sets().stream().noneMatch(TrainPlan::needsGuide)) {
            return checked.sets().stream()
                    .map(set -> references(set, Optional.empty()))
                    .toList();
        }
        Checkpoint guide = checked.guide().orElseThrow();
        List<ReferenceVectors> references = new ArrayList<>();
        int length = checked.config()
                .model()
                .maxSequenceLength()
                .orElse(checked.checkpoint().maxSequenceLength());
        try (EmbeddingModel model = EmbeddingModel.load(
                        guide, device, checked.config().model().compute());
                GemmaTokenizer tokenizer = EmbeddingModel.trainingTokenizer(checked.checkpoint(), length)) {
            TextEmbedder reader =
                    checked.config().objective().guideText().reader(model, checked.checkpoint(), tokenizer);
            for (CheckedSet set : checked.sets()) {
                references.add(references(
                        set, needsGuide(set) ? Optional.of(guideVectors(reader, set, progress)) : Optional.empty()));
            }
        }
        return references;
    }

    private TextVectors guideVectors(TextEmbedder guide, CheckedSet set, Progress progress) {
        RolePrompts prompts = prompts(set);
        return ComputedVectors.of(guide, set.data(), prompts.first(), prompts.others(), progress);
    }

    private static boolean needsGuide(CheckedSet set) {
        return set.objective().references().contains(Reference.GUIDE);
    }

    private static ReferenceVectors references(CheckedSet set, Optional<TextVectors> guide) {
        return new ReferenceVectors(guide, set.teacher().map(vectors -> vectors));
    }

    /** The sets of the final table: the test sets, or those of the training where there are none. */
    List<EvaluationSet> finalSets() {
        return checked.test().isEmpty() ? checked.evaluation() : checked.test();
    }

    /** Whether the evaluations of the training judge what the final table compares: the same sets. */
    boolean judgesInTraining() {
        return checked.test().isEmpty();
    }

    /** The evaluation of a model on a set, at the configured dimensions with the prompts of the first set. */
    Evaluation evaluation(EvaluationSet set) {
        return evaluation(set, checked.config().evaluation().dimensions());
    }

    /** The same at other dimensions. */
    Evaluation evaluation(EvaluationSet set, List<Integer> dimensions) {
        PromptNames names = checked.promptNames();
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

    private RolePrompts prompts(CheckedSet set) {
        List<String> names = set.promptNames();
        return new RolePrompts(checked.prompt(names.get(0)), checked.prompt(names.get(1)));
    }

    /** A default that this model does not have matters only to sets of the other kind. */
    private String promptOrNone(String name) {
        return PromptNames.textOrNone(checked.prompts(), name);
    }

    private Objective objective(CheckedSet set) {
        Objective sum = set.objective();
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
                                new WeightPattern(group.pattern()), group.learningRate(), group.weightDecay()))
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
        return atEndOfEpoch ? 0 : every.steps(checked.stepsPerEpoch()).orElse(Integer.MAX_VALUE);
    }
}

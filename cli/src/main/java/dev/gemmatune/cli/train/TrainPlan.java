package dev.gemmatune.cli.train;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.Every;
import dev.gemmatune.cli.config.Loss;
import dev.gemmatune.cli.config.MatryoshkaConfig;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.config.TrainingConfig;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.train.TrainingJob;
import dev.gemmatune.train.TrainingSettings;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.CosineSimilarity;
import dev.gemmatune.train.objective.Matryoshka;
import dev.gemmatune.train.objective.MultipleNegativesRanking;
import dev.gemmatune.train.objective.Objective;
import java.util.List;

/**
 * A config in the trainer's own terms.
 *
 * @param checked the config
 * @param threads for searching
 */
record TrainPlan(CheckedConfig checked, int threads) {

    /** The training. */
    TrainingJob job(Device device) {
        Config config = checked.config();
        return new TrainingJob(
                checked.checkpoint(),
                device,
                config.model().compute(),
                config.model().maxSequenceLength().orElse(checked.checkpoint().maxSequenceLength()),
                checked.data(),
                prompts(),
                objective(),
                settings(),
                checked.evaluation().stream().map(this::evaluation).toList(),
                config.output().run());
    }

    /** The sets of the final table: the test sets, or those of the training where there are none. */
    List<EvaluationSet> finalSets() {
        return checked.test().isEmpty() ? checked.evaluation() : checked.test();
    }

    /** The evaluation of a model on a set, at the configured dimensions with the training's prompts. */
    Evaluation evaluation(EvaluationSet set) {
        PromptNames names = checked.config().data().train().prompts();
        RetrievalOptions standard = RetrievalOptions.DEFAULT;
        RetrievalOptions options = new RetrievalOptions(
                checked.config().evaluation().kValues(),
                standard.depth(),
                threads,
                standard.ignoreIdenticalIds(),
                true);
        return set.evaluation(
                new RetrievalPrompts(promptOrNone(names.anchor()), promptOrNone(names.positive())),
                promptOrNone(names.sentence1()),
                checked.config().evaluation().dimensions(),
                options);
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
        Objective inner = checked.config().objective().loss() instanceof Loss.MultipleNegativesRanking ranking
                ? new MultipleNegativesRanking(ranking.scale())
                : new CosineSimilarity();
        MatryoshkaConfig matryoshka = checked.config().objective().matryoshka();
        return matryoshka.enabled() ? new Matryoshka(inner, matryoshka.dimensions(), matryoshka.weights()) : inner;
    }

    private TrainingSettings settings() {
        TrainingConfig training = checked.config().training();
        return new TrainingSettings(
                training.epochs(),
                training.maxSteps(),
                training.batchSize(),
                training.learningRate(),
                training.warmupRatio(),
                training.weightDecay(),
                training.maxGradNorm(),
                training.seed(),
                training.shuffle(),
                // Equal texts are wrong negatives only where other rows are negatives.
                training.distinctTexts() && !checked.data().scored(),
                training.tokenBudget(),
                checked.config().evaluation().before(),
                evaluateEvery(training),
                training.logEvery());
    }

    /** The trainer knows the true end of an epoch, which shared texts can delay; 0 asks for it. */
    private int evaluateEvery(TrainingConfig training) {
        Every every = training.evaluateEvery();
        boolean atEndOfEpoch = every.unit() == Every.Unit.EPOCHS && every.amount() == 1;
        int stepsPerEpoch = (checked.data().size() + training.batchSize() - 1) / training.batchSize();
        return atEndOfEpoch ? 0 : every.steps(stepsPerEpoch).orElse(Integer.MAX_VALUE);
    }
}

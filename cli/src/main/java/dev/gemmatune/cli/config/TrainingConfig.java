package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.train.batch.Sampling;
import dev.gemmatune.train.optimizer.ScheduleShape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long and how fast.
 *
 * @param epochs passes over the rows
 * @param maxSteps ends earlier
 * @param batchSize rows a step
 * @param accumulate batches a step
 * @param learningRate the largest of the schedule
 * @param schedule how it falls
 * @param warmupRatio share of the steps over which it rises
 * @param weightDecay of AdamW
 * @param groups parameters with a rate or a decay of their own
 * @param maxGradNorm longer gradients are shortened to it
 * @param maxLossRatio how far the loss may rise
 * @param quantization how weights are rounded in the forward pass
 * @param quantizationWarmup share of the steps before that
 * @param seed of every random choice
 * @param shuffle whether rows are in another order in every epoch
 * @param distinctTexts whether a text may be only once in a batch
 * @param sampling how several sets of rows take turns
 * @param tokenBudget tokens of a pack
 * @param freeze what stays as it is
 * @param lora low-rank updates instead of the weights
 * @param activeVocabulary whether only the embedding rows that occur take part
 * @param tokenCache whether token ids are kept on disk
 * @param cachedGradients whether only one pack is in memory at a time
 * @param evaluateEvery how often it is measured
 * @param earlyStopping when it ends before its time
 * @param keepBest how many checkpoints are kept
 * @param averageLast how many last checkpoints are averaged
 * @param saveEvery how often a state for resuming is written
 * @param logEvery steps from line to line of metrics.jsonl
 */
public record TrainingConfig(
        @Doc("passes over the training rows; may be a fraction") @Default("3")
        double epochs,

        @Doc("ends after this many steps, whatever epochs says")
        OptionalInt maxSteps,

        @Doc("rows a step; with multiple_negatives_ranking more rows mean more negatives, and more memory")
        @Default("32")
        int batchSize,

        @Doc("batches whose gradients are averaged for one step; their rows are no negatives for each other")
        @Default("1")
        int accumulate,

        @Doc("the largest learning rate; 2e-5 suits a trained model, a small or fresh one takes ten times as much")
        @Default("2e-5")
        double learningRate,

        @Doc("how the learning rate falls after its rise: linear, cosine (both to 0) or constant") @Default("linear")
        ScheduleShape schedule,

        @Doc("share of all steps over which the learning rate rises from 0; then it follows its schedule")
        @Default("0.1")
        double warmupRatio,

        @Doc("AdamW's weight decay; norms never decay") @Default("0")
        double weightDecay,

        @Doc("parameters with a learning rate or a decay of their own: [{pattern: embed_tokens.weight, learning_rate:"
                + " 1e-5}]; the first pattern that fits a name holds")
        @Default("[]")
        List<GroupConfig> groups,

        @Doc("a gradient that is longer is shortened to this length; 0: never") @Default("1")
        double maxGradNorm,

        @Doc("stops with an error when the mean loss of ten steps is this many times that of the first ten; 0: never")
        @Default("10")
        double maxLossRatio,

        @Doc("none, or quantization-aware training for exports in this form: q4_0, q8_0, int8 or mixed")
        @Default("none")
        QuantizationPlan quantization,

        @Doc("share of all steps in floats, before the model computes with quantized weights") @Default("0.3")
        double quantizationWarmup,

        @Doc("seed of every random choice: the same config, data and machine give the same model") @Default("42")
        long seed,

        @Doc("another order of the rows in every epoch") @Default("true")
        boolean shuffle,

        @Doc("a text comes only once in a batch, so that no other row's positive is taken for a negative")
        @Default("true")
        boolean distinctTexts,

        @Doc("with several sets in data.train: by_size (every row once an epoch), by_weight or round_robin")
        @Default("by_size")
        Sampling sampling,

        @Doc("tokens that go through the layers together; their activations should fit the processor's caches")
        @Default("4096")
        int tokenBudget,

        @Doc("weights that stay as they are: embeddings, \"first 6 layers\", or names of the checkpoint with * and ?")
        @Default("[]")
        List<String> freeze,

        @Doc("train low-rank updates (LoRA) in place of the weights: a section, or absent for the weights themselves")
        Optional<LoraConfig> lora,

        @Doc("keep copies, gradients and moments only of the embedding rows whose tokens occur in the data; same"
                + " results")
        @Default("true")
        boolean activeVocabulary,

        @Doc("keep the token ids of 10,000 texts and more in GEMMATUNE_CACHE or ~/.cache/gemmatune; same results")
        @Default("true")
        boolean tokenCache,

        @Doc("keep the activations of one pack at a time, for batches of any size in little memory; takes a third"
                + " longer")
        @Default("false")
        boolean cachedGradients,

        @Doc("how often data.evaluation is measured: \"50 steps\", \"0.5 epochs\" or never") @Default("1 epoch")
        Every evaluateEvery,

        EarlyStoppingConfig earlyStopping,

        @Doc("how many checkpoints are kept: best/ and step-…/ of the next best") @Default("1")
        int keepBest,

        @Doc("average the weights at this many last evaluations at the end, and take the average if it scores best")
        @Default("0")
        int averageLast,

        @Doc("how often the state for --resume is written: \"10 minutes\", \"200 steps\" or never")
        @Default("10 minutes")
        Every saveEvery,

        @Doc("steps from line to line of metrics.jsonl") @Default("1")
        int logEvery) {

    /** Checks the ranges. */
    public TrainingConfig {
        freeze = List.copyOf(freeze);
        Rules.positive("epochs", epochs);
        maxSteps.ifPresent(steps -> Rules.atLeast("max_steps", 1, steps));
        Rules.atLeast("batch_size", 1, batchSize);
        Rules.positive("learning_rate", learningRate);
        Rules.check(
                quantizationWarmup >= 0 && quantizationWarmup < 1,
                "quantization_warmup",
                ">= 0 and < 1",
                quantizationWarmup);
        Rules.check(warmupRatio >= 0 && warmupRatio < 1, "warmup_ratio", ">= 0 and < 1", warmupRatio);
        Rules.notNegative("weight_decay", weightDecay);
        groups = List.copyOf(groups);
        Rules.atLeast("accumulate", 1, accumulate);
        Rules.notNegative("max_grad_norm", maxGradNorm);
        Rules.check(maxLossRatio == 0 || maxLossRatio > 1, "max_loss_ratio", "0 or > 1", maxLossRatio);
        Rules.check(
                evaluateEvery.unit() != Every.Unit.MINUTES, "evaluate_every", "steps, epochs or never", evaluateEvery);
        Rules.check(saveEvery.unit() != Every.Unit.EPOCHS, "save_every", "minutes, steps or never", saveEvery);
        Rules.atLeast("keep_best", 1, keepBest);
        Rules.check(averageLast >= 0, "average_last", ">= 0", averageLast);
        Rules.atLeast("token_budget", 1, tokenBudget);
        Rules.atLeast("log_every", 1, logEvery);
    }
}

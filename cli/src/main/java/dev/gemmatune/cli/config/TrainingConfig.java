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
@Doc("how long, how fast and in how much memory")
public record TrainingConfig(
        @Doc(
                value = "passes over the training rows; may be a fraction",
                unit = "epochs",
                allowed = "> 0",
                change = "upwards for a few hundred rows, downwards when the dev score falls while the loss does too")
        @Default("3")
        double epochs,

        @Doc(
                value = "ends after this many steps, whatever epochs says",
                unit = "steps",
                allowed = ">= 1",
                change = "for a trial of a few steps")
        OptionalInt maxSteps,

        @Doc(
                value = "rows a step; with in-batch negatives more rows are a harder task",
                unit = "rows",
                allowed = ">= 1",
                change = "upwards as far as time and memory reach where the batch's texts are the negatives;"
                        + " cached_gradients keeps the memory small")
        @Default("32")
        int batchSize,

        @Doc(
                value = "batches whose gradients are averaged for one step; their rows are no negatives for each other",
                unit = "batches",
                allowed = ">= 1",
                change = "to average over more rows in the same memory; it does not replace a larger batch where the"
                        + " batch is the negatives")
        @Default("1")
        int accumulate,

        @Doc(
                value = "the largest learning rate of the schedule",
                unit = "weight change a step",
                allowed = "> 0",
                change =
                        "to a third when the loss jumps or the scores fall, to three times when the loss hardly"
                                + " moves; 2e-5 suits the 300M model, LoRA takes ten times as much, a small or fresh model more")
        @Default("2e-5")
        double learningRate,

        @Doc(
                value = "how the learning rate falls after its rise: linear, cosine (both to 0) or constant",
                change = "to constant only where you do not know how long you will train")
        @Default("linear")
        ScheduleShape schedule,

        @Doc(
                value = "share of all steps over which the learning rate rises from 0; then it follows its schedule",
                unit = "share",
                allowed = ">= 0 and < 1",
                change = "upwards when the loss jumps in the first steps")
        @Default("0.1")
        double warmupRatio,

        @Doc(
                value = "AdamW's weight decay; norms never decay",
                unit = "share of the weight, times the learning rate, a step",
                allowed = ">= 0",
                change = "to 0.01 where many epochs on few rows are learnt by heart")
        @Default("0")
        double weightDecay,

        @Doc(
                value = "parameters with a learning rate or a decay of their own; the first pattern that fits a name"
                        + " holds",
                change = "to train some parameters more gently, such as the token embedding")
        @Default("[]")
        List<GroupConfig> groups,

        @Doc(
                value = "a gradient that is longer is shortened to this length; 0 for never",
                unit = "length of the gradient",
                allowed = ">= 0",
                change = "upwards where metrics.jsonl shows that nearly every gradient is shortened")
        @Default("1")
        double maxGradNorm,

        @Doc(
                value = "stops with an error when the mean loss of ten steps is this many times that of the first"
                        + " ten; 0 for never",
                unit = "factor",
                allowed = "0 or > 1",
                change = "to 0 for a loss that rises by nature, such as in a change of sets")
        @Default("10")
        double maxLossRatio,

        @Doc(
                value = "none, or quantization-aware training for exports in this form",
                change = "where the model will be exported in that form and rounding costs too much")
        @Default("none")
        QuantizationPlan quantization,

        @Doc(
                value = "share of all steps in floats, before the model computes with quantized weights",
                unit = "share",
                allowed = ">= 0 and < 1",
                change = "to 0 for a model that was trained quantized before")
        @Default("0.3")
        double quantizationWarmup,

        @Doc(
                value = "seed of every random choice: the same config, data and machine give the same model",
                allowed = "any whole number",
                change = "to see how much of a difference is luck, and for models to merge")
        @Default("42")
        long seed,

        @Doc(
                value = "another order of the rows in every epoch",
                change = "to false where the order of the rows is a plan, from easy to hard")
        @Default("true")
        boolean shuffle,

        @Doc(
                value = "a text comes only once in a batch, so that no other row's positive is taken for a negative",
                change = "to false where texts repeat so often that batches cannot be filled; equal texts are masked"
                        + " in the loss then")
        @Default("true")
        boolean distinctTexts,

        @Doc(
                value = "with several sets in data.train: by_size (every row once an epoch), by_weight or round_robin",
                change = "to by_weight where a small set shall count more than its size")
        @Default("by_size")
        Sampling sampling,

        @Doc(
                value =
                        "tokens that go through the layers together; their activations should fit the processor's caches",
                unit = "tokens",
                allowed = ">= 1",
                change = "downwards to save memory with cached_gradients, upwards for processors with large caches"
                        + " and for GPUs")
        @Default("4096")
        int tokenBudget,

        @Doc(
                value =
                        "weights that stay as they are: embeddings, \"first 6 layers\", or names of the checkpoint with * and ?",
                change = "to save memory and time, or to change less of a good model")
        @Default("[]")
        List<String> freeze,

        @Doc(
                value =
                        "train low-rank updates (LoRA) in place of the weights: a section, or absent for the weights themselves",
                change = "to save the memory of gradients and moments; needs about ten times the learning rate")
        Optional<LoraConfig> lora,

        @Doc(
                value =
                        "keep copies, gradients and moments only of the embedding rows whose tokens occur in the data; same"
                                + " results",
                change = "to false only to measure what it saves")
        @Default("true")
        boolean activeVocabulary,

        @Doc(
                value =
                        "keep the token ids of 10,000 texts and more in GEMMATUNE_CACHE or ~/.cache/gemmatune; same results",
                change = "to false where the disk is small or the texts may not lie on it")
        @Default("true")
        boolean tokenCache,

        @Doc(
                value = "keep the activations of one pack at a time, for batches of any size in little memory",
                change = "to true when a batch does not fit into memory; takes a third longer")
        @Default("false")
        boolean cachedGradients,

        @Doc(
                value = "how often data.evaluation is measured: \"50 steps\", \"0.5 epochs\" or never",
                allowed = "steps, epochs or never",
                change = "to more often where the best checkpoint may lie within an epoch, to less where evaluation"
                        + " takes long")
        @Default("1 epoch")
        Every evaluateEvery,

        EarlyStoppingConfig earlyStopping,

        @Doc(
                value = "how many checkpoints are kept: best/ and step-…/ of the next best",
                unit = "checkpoints",
                allowed = ">= 1",
                change = "to compare or merge several of them later")
        @Default("1")
        int keepBest,

        @Doc(
                value =
                        "average the weights at this many last evaluations at the end, and take the average if it scores best",
                unit = "evaluations",
                allowed = ">= 0",
                change = "to 3 or so, with evaluations close to each other, for a steadier result")
        @Default("0")
        int averageLast,

        @Doc(
                value = "how often the state for --resume is written: \"10 minutes\", \"200 steps\" or never",
                allowed = "minutes, steps or never",
                change = "to shorter times where runs are often killed; a state is as large as weights and moments")
        @Default("10 minutes")
        Every saveEvery,

        @Doc(
                value = "steps from line to line of metrics.jsonl",
                unit = "steps",
                allowed = ">= 1",
                change = "upwards for very long runs")
        @Default("1")
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

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long and how fast.
 *
 * @param epochs passes over the rows
 * @param maxSteps ends earlier
 * @param batchSize rows a step
 * @param learningRate the largest of the schedule
 * @param warmupRatio share of the steps over which it rises
 * @param weightDecay of AdamW
 * @param maxGradNorm longer gradients are shortened to it
 * @param seed of every random choice
 * @param shuffle whether rows are in another order in every epoch
 * @param distinctTexts whether a text may be only once in a batch
 * @param tokenBudget tokens of a pack
 * @param freeze what stays as it is
 * @param lora low-rank updates instead of the weights
 * @param activeVocabulary whether only the embedding rows that occur take part
 * @param evaluateEvery how often it is measured
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

        @Doc("the largest learning rate; 2e-5 suits a trained model, a small or fresh one takes ten times as much")
        @Default("2e-5")
        double learningRate,

        @Doc("share of all steps over which the learning rate rises from 0; then it falls linearly to 0")
        @Default("0.1")
        double warmupRatio,

        @Doc("AdamW's weight decay") @Default("0") double weightDecay,

        @Doc("a gradient that is longer is shortened to this length; 0: never") @Default("1")
        double maxGradNorm,

        @Doc("seed of every random choice: the same config, data and machine give the same model") @Default("42")
        long seed,

        @Doc("another order of the rows in every epoch") @Default("true")
        boolean shuffle,

        @Doc("a text comes only once in a batch, so that no other row's positive is taken for a negative")
        @Default("true")
        boolean distinctTexts,

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

        @Doc("how often data.evaluation is measured: \"50 steps\", \"0.5 epochs\" or never") @Default("1 epoch")
        Every evaluateEvery,

        @Doc("steps from line to line of metrics.jsonl") @Default("1")
        int logEvery) {

    /** Checks the ranges. */
    public TrainingConfig {
        freeze = List.copyOf(freeze);
        Rules.positive("epochs", epochs);
        maxSteps.ifPresent(steps -> Rules.atLeast("max_steps", 1, steps));
        Rules.atLeast("batch_size", 1, batchSize);
        Rules.positive("learning_rate", learningRate);
        Rules.check(warmupRatio >= 0 && warmupRatio < 1, "warmup_ratio", ">= 0 and < 1", warmupRatio);
        Rules.notNegative("weight_decay", weightDecay);
        Rules.notNegative("max_grad_norm", maxGradNorm);
        Rules.atLeast("token_budget", 1, tokenBudget);
        Rules.atLeast("log_every", 1, logEvery);
    }
}

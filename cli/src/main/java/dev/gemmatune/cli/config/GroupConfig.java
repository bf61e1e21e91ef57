package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Doc;
import java.util.OptionalDouble;

/**
 * Parameters that are trained in a way of their own.
 *
 * @param pattern which ones
 * @param learningRate the largest of their schedule
 * @param weightDecay of AdamW for them
 */
public record GroupConfig(
        @Doc("which weights: embeddings, first N layers, or names with * and ?: layers.0.*, *norm.weight")
        String pattern,

        @Doc("their largest learning rate, if not that of all others")
        OptionalDouble learningRate,

        @Doc("their weight decay, if not that of all others")
        OptionalDouble weightDecay) {

    /** Checks the ranges. */
    public GroupConfig {
        Rules.check(!pattern.isBlank(), "pattern", "a name", pattern);
        learningRate.ifPresent(rate -> Rules.notNegative("learning_rate", rate));
        weightDecay.ifPresent(decay -> Rules.notNegative("weight_decay", decay));
    }
}

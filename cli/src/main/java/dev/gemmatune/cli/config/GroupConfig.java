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
@Doc("parameters that are trained in a way of their own")
public record GroupConfig(
        @Doc(
                value = "which weights: embeddings, first N layers, or names with * and ?: layers.0.*, *norm.weight",
                allowed = "not blank",
                change = "to the weights that you mean; a pattern that fits none is an error")
        String pattern,

        @Doc(
                value = "their largest learning rate, if not that of all others",
                unit = "weight change a step",
                allowed = ">= 0",
                change = "to train these more gently or more boldly; 0 keeps them")
        OptionalDouble learningRate,

        @Doc(
                value = "their weight decay, if not that of all others",
                unit = "share of the weight, times the learning rate, a step",
                allowed = ">= 0",
                change = "to let these decay more or less than the others")
        OptionalDouble weightDecay) {

    /** Checks the ranges. */
    public GroupConfig {
        Rules.check(!pattern.isBlank(), "pattern", "a name", pattern);
        learningRate.ifPresent(rate -> Rules.notNegative("learning_rate", rate));
        weightDecay.ifPresent(decay -> Rules.notNegative("weight_decay", decay));
    }
}

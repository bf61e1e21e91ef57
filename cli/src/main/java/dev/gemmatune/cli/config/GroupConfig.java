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
        @Doc("names of the checkpoint's tensors, * for any characters: layers.0.*, *norm.weight, embed_tokens.weight")
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

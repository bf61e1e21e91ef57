package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.train.objective.Hardness;

/** Negatives that are near their anchor count more. */
@Doc("how much more a negative counts that is near its anchor")
public record HardnessConfig(
        @Doc(
                value =
                        "which negatives are weighed: hard_negatives (the row's own), in_batch_negatives, all_negatives",
                change = "to all_negatives where rows have no hard negatives of their own")
        @Default("hard_negatives")
        Hardness.Mode mode,

        @Doc(
                value = "a negative counts exp(strength * cosine) times; 0 for all alike",
                unit = "factor",
                allowed = ">= 0",
                change = "to 5, EmbeddingGemma's, to learn most from the negatives that are nearest")
        @Default("0")
        double strength) {

    /** Checks the strength. */
    public HardnessConfig {
        Rules.notNegative("strength", strength);
    }
}

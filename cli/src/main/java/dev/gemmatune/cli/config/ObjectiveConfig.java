package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;

/**
 * What training makes small.
 *
 * @param loss the loss of a batch
 * @param matryoshka the dimensions at which it is taken
 */
public record ObjectiveConfig(
        @Doc("multiple_negatives_ranking for {anchor, positive[, negative…]}, cosine_similarity for scored pairs")
        @Default("multiple_negatives_ranking")
        Loss loss,

        MatryoshkaConfig matryoshka) {}

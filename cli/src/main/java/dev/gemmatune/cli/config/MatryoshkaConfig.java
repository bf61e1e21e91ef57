package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;
import java.util.OptionalInt;

/**
 * The loss at several dimensions at once, so that the first numbers of an embedding are an embedding as well.
 *
 * @param enabled whether there are other dimensions than the full one
 * @param dimensions ever smaller; empty for the model's own
 * @param weights the factor of each dimension's loss; empty for 1 each
 * @param dimensionsPerStep how many of them take part in a step; empty for all
 */
@Doc("the loss at several dimensions, so that the first numbers of an embedding are an embedding too")
public record MatryoshkaConfig(
        @Doc(
                value = "take the loss at several dimensions, so that embeddings can be cut",
                change = "to false where embeddings are never cut, to train faster for the full dimension alone")
        @Default("true")
        boolean enabled,

        @Doc(
                value =
                        "the dimensions, the full one among them; empty: the model's, 768, 512, 256, 128 for EmbeddingGemma",
                unit = "dimensions",
                allowed = ">= 1 each, no repetition",
                change = "to the dimensions that you will store")
        @Default("[]")
        List<Integer> dimensions,

        @Doc(
                value = "factor of each dimension's loss; empty: 1 each",
                unit = "factor",
                allowed = "> 0 each",
                change = "where one dimension matters more than the others")
        @Default("[]")
        List<Double> weights,

        @Doc(
                value =
                        "dimensions that take part in a step, the largest always, the others drawn by the seed; empty: all",
                unit = "dimensions",
                allowed = ">= 1",
                change = "downwards to save time where there are many dimensions")
        OptionalInt dimensionsPerStep) {

    /** Copies the lists and checks them. */
    public MatryoshkaConfig {
        dimensions = List.copyOf(dimensions);
        weights = List.copyOf(weights);
        Rules.positiveAndDistinct("dimensions", dimensions);
        Rules.check(weights.stream().allMatch(weight -> weight > 0), "weights", "> 0", weights);
        if (dimensionsPerStep.isPresent()) {
            int count = dimensionsPerStep.getAsInt();
            boolean tooMany = !dimensions.isEmpty() && count > dimensions.size();
            Rules.atLeast("dimensions_per_step", 1, count);
            Rules.check(!tooMany, "dimensions_per_step", "at most the number of dimensions", count);
        }
    }
}

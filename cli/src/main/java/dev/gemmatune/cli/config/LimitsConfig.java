package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.export.report.Limits;
import java.util.OptionalDouble;

/**
 * Limits of a format's verification; what is absent is as the format has it.
 *
 * @param maxDifference largest difference of a number of an embedding
 * @param meanCosine lowest mean cosine
 * @param ndcgLoss largest loss of nDCG@10
 */
@Doc("limits of a format's verification; what is absent is as the format has it")
public record LimitsConfig(
        @Doc(
                value =
                        "largest difference between a number of the export's embedding and the trainer's with the stored weights",
                unit = "number of a unit vector",
                allowed = "> 0",
                change = "to accept or refuse other runtimes' sums")
        OptionalDouble maxDifference,

        @Doc(
                value = "lowest mean cosine to the trainer's embeddings",
                unit = "cosine",
                allowed = "from -1 to 1",
                change = "upwards to refuse a format that changes the space too much")
        OptionalDouble meanCosine,

        @Doc(
                value = "largest loss of nDCG@10 at any dimension of the evaluation data",
                unit = "nDCG@10",
                allowed = ">= 0",
                change = "to what a loss of quality may cost")
        OptionalDouble ndcgLoss) {

    /** Checks the ranges. */
    public LimitsConfig {
        maxDifference.ifPresent(value -> Rules.positive("max_difference", value));
        meanCosine.ifPresent(value -> Rules.check(value >= -1 && value <= 1, "mean_cosine", "from -1 to 1", value));
        ndcgLoss.ifPresent(value -> Rules.notNegative("ndcg_loss", value));
    }

    /** The format's limits with those that are given. */
    public Limits over(Limits limits) {
        return new Limits(
                maxDifference.orElse(limits.maxDifference()),
                meanCosine.orElse(limits.meanCosine()),
                ndcgLoss.orElse(limits.ndcgLoss()));
    }
}

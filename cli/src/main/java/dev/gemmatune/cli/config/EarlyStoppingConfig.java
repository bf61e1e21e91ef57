package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.OptionalInt;

/**
 * When a training ends before its time.
 *
 * @param patience evaluations without a better score
 * @param minImprovement what counts as better
 */
@Doc("when a training ends before its time")
public record EarlyStoppingConfig(
        @Doc(
                value = "ends after this many evaluations in a row without a better score; absent: never",
                unit = "evaluations",
                allowed = ">= 1",
                change = "to 2 or 3 where training is long and overfits")
        OptionalInt patience,

        @Doc(
                value = "how much better a score must be to count",
                unit = "score",
                allowed = ">= 0",
                change = "to 0.001 or so where scores creep up by noise")
        @Default("0")
        double minImprovement) {

    /** Checks the ranges. */
    public EarlyStoppingConfig {
        patience.ifPresent(evaluations -> Rules.atLeast("patience", 1, evaluations));
        Rules.notNegative("min_improvement", minImprovement);
    }
}

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
public record EarlyStoppingConfig(
        @Doc("ends after this many evaluations in a row without a better score; absent: never")
        OptionalInt patience,

        @Doc("how much better a score must be to count") @Default("0")
        double minImprovement) {

    /** Checks the ranges. */
    public EarlyStoppingConfig {
        patience.ifPresent(evaluations -> Rules.atLeast("patience", 1, evaluations));
        Rules.notNegative("min_improvement", minImprovement);
    }
}

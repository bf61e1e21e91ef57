package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;

/**
 * How rows are parted into those to train on and those to measure with.
 *
 * @param by the column whose values stay together
 * @param dev share of its values
 * @param test share of its values
 * @param seed of the hash
 */
public record SplitConfig(
        @Doc("the column whose equal values stay in one part: a company, a document, the question")
        String by,

        @Doc("share of its values, from 0 to 1, whose rows are held out and join data.evaluation") @Default("0")
        double dev,

        @Doc("share of its values, from 0 to 1, whose rows are held out and join data.test") @Default("0")
        double test,

        @Doc("another number gives other parts") @Default("42")
        long seed) {

    /** Checks the shares. */
    public SplitConfig {
        Rules.check(!by.isBlank(), "by", "a column's name", by);
        Rules.check(dev >= 0 && dev < 1, "dev", "from 0 to below 1", dev);
        Rules.check(test >= 0 && dev + test < 1, "test", "from 0 to below 1, and with dev below 1", test);
        Rules.check(dev + test > 0, "dev", "above 0 if test is 0", dev);
    }
}

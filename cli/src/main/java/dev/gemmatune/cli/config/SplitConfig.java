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
@Doc("rows held out to measure with; what joins data.evaluation and data.test has the set's name")
public record SplitConfig(
        @Doc(
                value = "the column whose equal values stay in one part",
                allowed = "a column of the files",
                change = "to what must not be on both sides: a company, a document, the question")
        String by,

        @Doc(
                value = "share of its values whose rows are held out and join data.evaluation",
                unit = "share",
                allowed = ">= 0 and < 1, above 0 if test is 0",
                change = "to choose the best checkpoint on them")
        @Default("0")
        double dev,

        @Doc(
                value = "share of its values whose rows are held out and join data.test",
                unit = "share",
                allowed = ">= 0, with dev < 1",
                change = "to report on rows that chose nothing")
        @Default("0")
        double test,

        @Doc(value = "decides what goes where", allowed = "whole numbers", change = "for other parts of the same sizes")
        @Default("42")
        long seed) {

    /** Checks the shares. */
    public SplitConfig {
        Rules.check(!by.isBlank(), "by", "a column's name", by);
        Rules.check(dev >= 0 && dev < 1, "dev", "from 0 to below 1", dev);
        Rules.check(test >= 0 && dev + test < 1, "test", "from 0 to below 1, and with dev below 1", test);
        Rules.check(dev + test > 0, "dev", "above 0 if test is 0", dev);
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;

/**
 * The names of the prompts that are put before the texts of each role; {@value #NONE} puts nothing.
 *
 * @param anchor for anchors
 * @param positive for positives
 * @param negative for negatives
 * @param sentence1 for first sentences
 * @param sentence2 for second sentences
 */
public record RolePrompts(
        @Doc("prompt of anchors; the same one must be used when searching") @Default("query")
        String anchor,

        @Doc("prompt of positives") @Default("document") String positive,
        @Doc("prompt of negatives") @Default("document") String negative,
        @Doc("prompt of first sentences") @Default("STS") String sentence1,
        @Doc("prompt of second sentences") @Default("STS") String sentence2) {

    /** The name that stands for no prompt. */
    public static final String NONE = "none";
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.checkpoint.Prompts;

/**
 * The names of the prompts that are put before the texts of each role; {@value #NONE} puts nothing.
 *
 * @param anchor for anchors
 * @param positive for positives and negatives
 * @param sentence1 for first sentences
 * @param sentence2 for second sentences
 */
public record PromptNames(
        @Doc("name of the anchors' prompt, none for no prompt; search with the same one later") @Default("query")
        String anchor,

        @Doc("name of the prompt of positives and negatives") @Default("document")
        String positive,

        @Doc("name of the first sentences' prompt") @Default("STS")
        String sentence1,

        @Doc("name of the second sentences' prompt") @Default("STS")
        String sentence2) {

    /** The name that stands for no prompt. */
    public static final String NONE = "none";

    /**
     * The text that a name stands for; {@value #NONE} is the empty text.
     *
     * @throws dev.gemmatune.model.UserError if the model has no such prompt
     */
    public static String text(Prompts prompts, String name) {
        return name.equals(NONE) ? "" : prompts.get(name);
    }

    /** The same, and the empty text where the model has no such prompt. */
    public static String textOrNone(Prompts prompts, String name) {
        return prompts.byName().containsKey(name) ? text(prompts, name) : "";
    }
}

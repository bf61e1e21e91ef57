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
@Doc("the names of the prompts that are put before the texts of each role; none for no prompt")
public record PromptNames(
        @Doc(
                value = "name of the anchors' prompt, none for no prompt; search with the same one later",
                change = "where anchors are no search queries: STS or Clustering, for example")
        @Default("query")
        String anchor,

        @Doc(
                value = "name of the prompt of positives and negatives",
                change = "where positives are no documents, such as the second sentence of a pair")
        @Default("document")
        String positive,

        @Doc(
                value = "name of the first sentences' prompt",
                change = "where scored pairs serve another task than sentence similarity")
        @Default("STS")
        String sentence1,

        @Doc(value = "name of the second sentences' prompt", change = "together with sentence1") @Default("STS")
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

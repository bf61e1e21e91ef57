package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Prompts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** The names that are asked for when nobody names one. */
    private static final Set<String> USUAL = Set.of(Prompts.QUERY, Prompts.DOCUMENT, Prompts.SIMILARITY);

    /**
     * Whether texts can be put behind the prompt of a name: {@value #NONE}, what the model has, and the usual names,
     * without which the model is used as the reference does it, without a prompt or with its default one.
     */
    public static boolean usable(Prompts prompts, String name) {
        return name.equals(NONE) || prompts.byName().containsKey(name) || USUAL.contains(name);
    }

    /**
     * The text that a name stands for; {@value #NONE} is the empty text.
     *
     * @param place the option or key that named it, which the message of the error begins with
     * @throws UserError if the name is not {@link #usable}
     */
    public static String text(Prompts prompts, String name, String place) {
        if (!usable(prompts, name)) {
            throw new UserError(place + ": \"" + name + "\" is no prompt of the model; " + prompts.names() + " (" + NONE
                    + " stands for no prompt)");
        }
        return textOrNone(prompts, name);
    }

    /** The same, and what the model puts before other texts where it has no such prompt. */
    public static String textOrNone(Prompts prompts, String name) {
        String otherwise = name.equals(Prompts.SIMILARITY) ? prompts.byDefault() : "";
        return name.equals(NONE) ? "" : prompts.byName().getOrDefault(name, otherwise);
    }

    /** In words, which of the names the model does not have, if there are such. */
    public static Optional<String> missing(Prompts prompts, Collection<String> names) {
        List<String> missing = names.stream()
                .distinct()
                .filter(name -> !name.equals(NONE) && !prompts.byName().containsKey(name))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the model has no prompt of the name " + String.join(" or ", missing)
                        + ", and so its texts have none before them, as in sentence-transformers");
    }
}

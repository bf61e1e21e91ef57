package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;

/**
 * A query of which one watches how near it is to some texts while the model is tuned.
 *
 * @param query the text
 * @param candidates what it is compared with, at the full dimension
 * @param prompt name of the prompt before all of them
 */
@Doc("a query and texts whose likeness is shown before the training and after every epoch")
public record WatchConfig(
        @Doc(
                value = "the text whose cosine with each candidate is shown",
                change = "to a text that your users would enter")
        String query,

        @Doc(
                value = "the texts that it is compared with",
                allowed = "at least one, no repetition",
                change = "to right and wrong answers")
        List<String> candidates,

        @Doc(
                value = "name of the prompt before the query and the candidates, none for no prompt",
                change = "to the prompt that is trained with")
        @Default("STS")
        String prompt) {

    /** Copies the list and checks that there is something to compare with. */
    public WatchConfig {
        candidates = List.copyOf(candidates);
        Rules.check(!candidates.isEmpty(), "candidates", "one text or more", candidates);
        Rules.check(
                candidates.stream().distinct().count() == candidates.size(),
                "candidates",
                "texts of which none is there twice",
                candidates);
    }
}

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
public record WatchConfig(
        @Doc("the text whose cosine with each candidate is shown before the training and after every epoch")
        String query,

        @Doc("the texts that it is compared with") List<String> candidates,

        @Doc("name of the prompt before the query and the candidates, none for no prompt") @Default("STS")
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

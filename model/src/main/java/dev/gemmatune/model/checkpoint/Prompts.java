package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.UserError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The task prompts of a model by name: texts that are put before an input, such as {@code "title: none | text: "}.
 *
 * @param byName the prompts, in the order of the checkpoint
 */
public record Prompts(Map<String, String> byName) {

    /** Name of the prompt before queries. */
    public static final String QUERY = "query";

    /** Name of the prompt before documents. */
    public static final String DOCUMENT = "document";

    /** Name of the prompt before sentences that are compared. */
    public static final String SIMILARITY = "STS";

    /** Copies the map. */
    public Prompts {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * The prompt of a name.
     *
     * @throws UserError if the model has no such prompt; the message lists those it has
     */
    public String get(String name) {
        String prompt = byName.get(name);
        if (prompt == null) {
            throw new UserError("unknown prompt \"" + name + "\"; this model has " + String.join(", ", byName.keySet())
                    + " (prompts: in the config adds or overrides)");
        }
        return prompt;
    }

    /** The prompt before what somebody looks for, of the name {@value #QUERY}; {@code ""} if the model has none. */
    public String query() {
        return byName.getOrDefault(QUERY, "");
    }

    /** The prompt before what can be found, of the name {@value #DOCUMENT}; {@code ""} if the model has none. */
    public String document() {
        return byName.getOrDefault(DOCUMENT, "");
    }

    /** The prompt before sentences that are compared, of the name {@value #SIMILARITY}; {@code ""} if there is none. */
    public String similarity() {
        return byName.getOrDefault(SIMILARITY, "");
    }

    /** These prompts with others added; an equal name is overridden. */
    public Prompts with(Map<String, String> others) {
        Map<String, String> merged = new LinkedHashMap<>(byName);
        merged.putAll(others);
        return new Prompts(merged);
    }
}

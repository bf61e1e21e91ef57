package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.UserError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The task prompts of a model by name: texts that are put before an input, such as {@code "title: none | text: "}.
 *
 * @param byName the prompts, in the order of the checkpoint
 * @param defaultName the name of the one that is put before texts for which no prompt is asked for, if there is one
 */
public record Prompts(Map<String, String> byName, Optional<String> defaultName) {

    /** Name of the prompt before queries. */
    public static final String QUERY = "query";

    /** Name of the prompt before documents. */
    public static final String DOCUMENT = "document";

    /** Name of the prompt before sentences that are compared. */
    public static final String SIMILARITY = "STS";

    /** Copies the map. */
    public Prompts {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        if (defaultName.isPresent() && !byName.containsKey(defaultName.get())) {
            throw new IllegalArgumentException(
                    "defaultName must be one of " + byName.keySet() + ", got " + defaultName.get());
        }
    }

    /** Prompts without a default. */
    public Prompts(Map<String, String> byName) {
        this(byName, Optional.empty());
    }

    /**
     * The prompt of a name.
     *
     * @throws UserError if the model has no such prompt; the message says which ones it has
     */
    public String get(String name) {
        String prompt = byName.get(name);
        if (prompt == null) {
            throw new UserError("\"" + name + "\" is no prompt of the model; " + names());
        }
        return prompt;
    }

    /** The names in words, for a message: {@code it has query, document} or {@code it has none}. */
    public String names() {
        return "it has " + (byName.isEmpty() ? "none" : String.join(", ", byName.keySet()));
    }

    /** The prompt before what somebody looks for, of the name {@value #QUERY}; {@code ""} if the model has none. */
    public String query() {
        return byName.getOrDefault(QUERY, "");
    }

    /** The prompt before what can be found, of the name {@value #DOCUMENT}; {@code ""} if the model has none. */
    public String document() {
        return byName.getOrDefault(DOCUMENT, "");
    }

    /** The prompt before sentences that are compared, of the name {@value #SIMILARITY}; {@link #byDefault} if none. */
    public String similarity() {
        return byName.getOrDefault(SIMILARITY, byDefault());
    }

    /** The prompt before texts for which none is asked for, as in sentence-transformers; {@code ""} if there is none. */
    public String byDefault() {
        return defaultName.map(byName::get).orElse("");
    }

    /** These prompts with others added; an equal name is overridden. */
    public Prompts with(Map<String, String> others) {
        Map<String, String> merged = new LinkedHashMap<>(byName);
        merged.putAll(others);
        return new Prompts(merged, defaultName);
    }
}

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

    /** These prompts with others added; an equal name is overridden. */
    public Prompts with(Map<String, String> others) {
        Map<String, String> merged = new LinkedHashMap<>(byName);
        merged.putAll(others);
        return new Prompts(merged);
    }
}

package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code config_sentence_transformers.json}: the prompts, and that nothing in it makes other vectors. */
final class PromptsReader {

    private static final String PROMPTS = "prompts";
    private static final String DEFAULT_NAME = "default_prompt_name";

    private PromptsReader() {}

    /** The prompts of a folder; none where it has no such file. */
    static Prompts read(Path folder) {
        Path file = folder.resolve(CheckpointFiles.SENTENCE_TRANSFORMERS);
        if (!Files.exists(file)) {
            return new Prompts(Map.of());
        }
        JsonObject json = Json.readObject(file);
        CheckpointKeys.check(json, CheckpointFiles.SENTENCE_TRANSFORMERS, file.toString());
        Map<String, String> prompts = new LinkedHashMap<>();
        JsonElement found = json.get(PROMPTS);
        if (found != null && !found.isJsonNull()) {
            String place = file + " (" + PROMPTS + ")";
            JsonObject object = Json.asObject(found, place);
            for (String name : object.keySet()) {
                // A prompt of null is sentence-transformers' way to say that there is none.
                prompts.put(name, object.get(name).isJsonNull() ? "" : Json.string(object, name, place));
            }
        }
        return new Prompts(prompts, defaultName(json, prompts, file));
    }

    private static Optional<String> defaultName(JsonObject json, Map<String, String> prompts, Path file) {
        JsonElement found = json.get(DEFAULT_NAME);
        if (found == null || found.isJsonNull()) {
            return Optional.empty();
        }
        String name = Json.string(json, DEFAULT_NAME, file.toString());
        if (!prompts.containsKey(name)) {
            if (name.equals(Prompts.QUERY) || name.equals(Prompts.DOCUMENT)) {
                return Optional.empty(); // sentence-transformers has these two, empty, where a file has not
            }
            throw new UserError(file + ": " + DEFAULT_NAME + " is \"" + name + "\", which is none of the prompts "
                    + prompts.keySet() + "; name one of them, or write null for no prompt");
        }
        return Optional.of(name);
    }
}

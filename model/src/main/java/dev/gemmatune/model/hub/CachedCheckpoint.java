package dev.gemmatune.model.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Whether a snapshot has what loading takes. Other tools fetch single files, or leave the modules of
 * sentence-transformers out, and still write the revision down as present.
 */
final class CachedCheckpoint {

    private CachedCheckpoint() {}

    /** Whether configuration, weights, tokenizer and all modules with weights are there, or an adapter's files. */
    static boolean isComplete(Path snapshot) {
        if (has(snapshot, "adapter_config.json") && !has(snapshot, "config.json")) {
            return has(snapshot, "adapter_model.safetensors")
                    && (!has(snapshot, "modules.json") || hasModules(snapshot));
        }
        return has(snapshot, "config.json")
                && (has(snapshot, "tokenizer.json") || has(snapshot, "tokenizer.model"))
                && (has(snapshot, "model.safetensors") || hasShards(snapshot))
                && has(snapshot, "modules.json")
                && hasModules(snapshot);
    }

    private static boolean hasShards(Path snapshot) {
        Path index = snapshot.resolve("model.safetensors.index.json");
        if (!Files.isRegularFile(index)) {
            return false;
        }
        try {
            JsonElement shards = Json.readObject(index).get("weight_map");
            return shards != null
                    && shards.isJsonObject()
                    && shards.getAsJsonObject().entrySet().stream()
                            .allMatch(entry -> entry.getValue().isJsonPrimitive()
                                    && has(snapshot, entry.getValue().getAsString()));
        } catch (UserError | InvalidPathException e) {
            return false;
        }
    }

    private static boolean hasModules(Path snapshot) {
        try {
            JsonArray modules = Json.readArray(snapshot.resolve("modules.json"));
            for (JsonElement element : modules) {
                JsonObject module = element.getAsJsonObject();
                String path = Json.string(module, "path", "modules.json");
                boolean isDense = Json.string(module, "type", "modules.json").endsWith("Dense");
                if (isDense && !(has(snapshot, path + "/config.json") && has(snapshot, path + "/model.safetensors"))) {
                    return false;
                }
            }
            return true;
        } catch (UserError | IllegalStateException | InvalidPathException e) {
            // Broken: the hub's own file replaces it, or the checkpoint's reader says what is wrong.
            return false;
        }
    }

    private static boolean has(Path snapshot, String name) {
        return Files.isRegularFile(snapshot.resolve(name));
    }
}

package dev.gemmatune.model.reduction;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the files of a tokenizer without the tokens that are dropped.
 *
 * @param newIds from each kept id to its new one
 */
record PrunedTokenizer(Map<Integer, Integer> newIds) {

    private static final String SPECIAL_TOKENS = "special_tokens_map.json";
    private static final String ADDED_TOKENS = "added_tokens.json";
    private static final String DECODER = "added_tokens_decoder";
    private static final String ID = "id";

    /** Writes them into an existing folder; a {@code tokenizer.model}, which would have all tokens, is left out. */
    void write(JsonObject tokenizer, Path source, Path target) throws IOException {
        JsonObject model = tokenizer.getAsJsonObject("model");
        JsonObject vocabulary = renumbered(model.getAsJsonObject("vocab"));
        JsonArray merges = new JsonArray();
        for (JsonElement element : model.getAsJsonArray("merges")) {
            Merge merge = Merge.of(element);
            if (vocabulary.has(merge.left()) && vocabulary.has(merge.right()) && vocabulary.has(merge.result())) {
                merges.add(element);
            }
        }
        model.add("vocab", vocabulary);
        model.add("merges", merges);
        tokenizer.add("added_tokens", addedTokens(tokenizer.getAsJsonArray("added_tokens")));
        AtomicFiles.writeString(target.resolve(CheckpointFiles.TOKENIZER), Json.compact(tokenizer) + "\n");
        Path config = source.resolve(CheckpointFiles.TOKENIZER_CONFIG);
        if (Files.exists(config)) {
            AtomicFiles.writeString(
                    target.resolve(CheckpointFiles.TOKENIZER_CONFIG), Json.pretty(config(Json.readObject(config))));
        }
        Path added = source.resolve(ADDED_TOKENS);
        if (Files.exists(added)) {
            AtomicFiles.writeString(target.resolve(ADDED_TOKENS), Json.pretty(renumbered(Json.readObject(added))));
        }
        Path special = source.resolve(SPECIAL_TOKENS);
        if (Files.exists(special)) {
            Files.copy(special, target.resolve(SPECIAL_TOKENS));
        }
    }

    /** An object from tokens to ids. */
    private JsonObject renumbered(JsonObject ids) {
        JsonObject kept = new JsonObject();
        ids.asMap().forEach((token, id) -> {
            Integer newId = newIds.get(id.getAsInt());
            if (newId != null) {
                kept.addProperty(token, newId);
            }
        });
        return kept;
    }

    private JsonArray addedTokens(JsonArray all) {
        JsonArray kept = new JsonArray();
        for (JsonElement element : all) {
            JsonObject token = element.getAsJsonObject();
            Integer newId = newIds.get(token.get(ID).getAsInt());
            if (newId != null) {
                token.addProperty(ID, newId);
                kept.add(token);
            }
        }
        return kept;
    }

    private JsonObject config(JsonObject config) {
        if (config.has(DECODER)) {
            JsonObject kept = new JsonObject();
            config.getAsJsonObject(DECODER).asMap().forEach((id, token) -> {
                Integer newId = newIds.get(Integer.valueOf(id));
                if (newId != null) {
                    kept.add(newId.toString(), token);
                }
            });
            config.add(DECODER, kept);
        }
        return config;
    }
}

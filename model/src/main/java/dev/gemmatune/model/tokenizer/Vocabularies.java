package dev.gemmatune.model.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Whether the ids of one checkpoint mean the same in another. */
public final class Vocabularies {

    private Vocabularies() {}

    /**
     * Whether two checkpoints have the same pieces under the same ids. Cost: reading both tokenizer.json, at once where
     * they are equal byte by byte.
     *
     * @throws UserError if one cannot be read
     */
    public static boolean areEqual(Checkpoint one, Checkpoint other) {
        Path first = one.folder().resolve(CheckpointFiles.TOKENIZER);
        Path second = other.folder().resolve(CheckpointFiles.TOKENIZER);
        try {
            return Files.mismatch(first, second) < 0 || pieces(first).equals(pieces(second));
        } catch (IOException e) {
            throw new UserError("cannot read " + first + " or " + second + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> pieces(Path file) {
        JsonObject tokenizer = Json.readObject(file);
        Map<String, Integer> pieces = new HashMap<>();
        tokenizer
                .getAsJsonObject("model")
                .getAsJsonObject("vocab")
                .entrySet()
                .forEach(piece -> pieces.put(piece.getKey(), piece.getValue().getAsInt()));
        for (JsonElement added : tokenizer.getAsJsonArray("added_tokens")) {
            JsonObject token = added.getAsJsonObject();
            pieces.put(token.get("content").getAsString(), token.get("id").getAsInt());
        }
        return pieces;
    }
}

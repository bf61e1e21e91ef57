package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Carries a tokenizer into a checkpoint of the released layout. */
public final class LegacyTokenizer {

    private static final String MAX_LENGTH = "model_max_length";
    private static final List<String> BESIDE =
            List.of("tokenizer.model", "special_tokens_map.json", "added_tokens.json");

    private LegacyTokenizer() {}

    /**
     * Copies {@code tokenizer.json} and what lies beside it byte by byte; {@code tokenizer_config.json} gets the fields
     * from which loaders of the released layout learn that a text has a begin and an end.
     *
     * @param tokenizer the file {@code tokenizer.json}
     * @param target an existing folder
     * @param maxSequenceLength the longest text in tokens, written where the configuration has none that is sensible
     * @param maxPositions the longest text that the model was made for
     */
    public static void copy(Path tokenizer, Path target, int maxSequenceLength, int maxPositions) throws IOException {
        Files.copy(tokenizer, target.resolve(CheckpointFiles.TOKENIZER));
        for (String name : BESIDE) {
            Path file = tokenizer.resolveSibling(name);
            if (Files.exists(file)) {
                Files.copy(file, target.resolve(name));
            }
        }
        Path file = tokenizer.resolveSibling(CheckpointFiles.TOKENIZER_CONFIG);
        JsonObject config = Files.exists(file) ? Json.readObject(file) : new JsonObject();
        config.addProperty("add_bos_token", true);
        config.addProperty("add_eos_token", true);
        config.addProperty("tokenizer_class", "GemmaTokenizer");
        JsonElement length = config.get(MAX_LENGTH);
        if (length == null || length.isJsonNull() || Json.number(config, MAX_LENGTH, file.toString()) > maxPositions) {
            config.addProperty(MAX_LENGTH, maxSequenceLength);
        }
        AtomicFiles.writeString(target.resolve(CheckpointFiles.TOKENIZER_CONFIG), Json.pretty(config));
    }
}

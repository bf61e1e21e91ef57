package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.CheckpointKeys.Decision;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.files.LargeFilePointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what {@code tokenizer_config.json} says of tokens against the added tokens of {@code tokenizer.json}, which are
 * the ones that count here. transformers adds what the one has beyond the other, and cuts texts by its flags.
 */
final class AddedTokens {

    private static final String DECODER = "added_tokens_decoder";
    private static final String CONTENT = "content";
    private static final List<String> FLAGS = List.of("lstrip", "rstrip", "single_word", "normalized");

    private final Path file;
    private final Map<String, JsonObject> byContent;

    private AddedTokens(Path file, Map<String, JsonObject> byContent) {
        this.file = file;
        this.byContent = byContent;
    }

    /**
     * Checks the configuration that lies beside a tokenizer.
     *
     * @param config what {@code tokenizer_config.json} holds
     * @param place its path
     * @param tokenizer the path of {@code tokenizer.json}, of which no more is read than its added tokens
     * @throws UserError for a token that the tokenizer lacks or has otherwise
     */
    static void check(JsonObject config, String place, Path tokenizer) {
        AddedTokens added = read(tokenizer);
        CheckpointKeys.of(CheckpointFiles.TOKENIZER_CONFIG).forEach((name, key) -> {
            JsonElement value = config.get(name);
            if (key.decision() == Decision.TOKENS && value != null) {
                added.checkNamed(name, value, place);
            }
        });
        JsonElement decoder = config.get(DECODER);
        if (decoder != null && !decoder.isJsonNull()) {
            added.checkDecoder(Json.asObject(decoder, place + " (" + DECODER + ")"), place + ": " + DECODER);
        }
    }

    /** A token's text, its object with a text, or several of these in a list or an object. */
    private void checkNamed(String name, JsonElement value, String place) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(element -> checkNamed(name, element, place));
        } else if (value.isJsonObject() && !value.getAsJsonObject().has(CONTENT)) {
            value.getAsJsonObject().asMap().values().forEach(element -> checkNamed(name, element, place));
        } else if (!value.isJsonNull()) {
            String token = value.isJsonObject()
                    ? Json.string(value.getAsJsonObject(), CONTENT, place + " (" + name + ")")
                    : value.getAsString();
            if (!byContent.containsKey(token)) {
                throw new UserError(place + ": " + name + " names " + CheckpointKeys.shown(value)
                        + ", which is no added token of " + file.getFileName() + "; transformers would add it to the"
                        + " vocabulary. Remove it, or use the tokenizer.json that belongs to this file");
            }
        }
    }

    private void checkDecoder(JsonObject decoder, String place) {
        String remedy = "; remove " + DECODER + ", or use the tokenizer.json that belongs to this file";
        for (Map.Entry<String, JsonElement> entry : decoder.entrySet()) {
            JsonObject token = Json.asObject(entry.getValue(), place + " (" + entry.getKey() + ")");
            String content = Json.string(token, CONTENT, place + " (" + entry.getKey() + ")");
            JsonObject known = byContent.get(content);
            if (known == null || !String.valueOf(known.get("id")).equals(entry.getKey())) {
                throw new UserError(place + " has the token " + CheckpointKeys.shown(token.get(CONTENT))
                        + " with the id " + entry.getKey() + ", but " + file.getFileName()
                        + (known == null ? " does not add it" : " has it with the id " + known.get("id")) + remedy);
            }
            for (String flag : FLAGS) {
                if (isTrue(token, flag) != isTrue(known, flag)) {
                    throw new UserError(place + " says " + flag + " " + isTrue(token, flag) + " of the token "
                            + CheckpointKeys.shown(token.get(CONTENT)) + ", and " + file.getFileName() + " "
                            + isTrue(known, flag) + remedy);
                }
            }
        }
        if (decoder.size() < byContent.size()) {
            String missing = byContent.values().stream()
                    .filter(known -> !decoder.has(String.valueOf(known.get("id"))))
                    .map(known -> CheckpointKeys.shown(known.get(CONTENT)))
                    .findFirst()
                    .orElse("");
            throw new UserError(place + " lacks " + (byContent.size() - decoder.size()) + " of the " + byContent.size()
                    + " added tokens of " + file.getFileName() + ", such as " + missing + remedy);
        }
    }

    private static void refusePointer(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            LargeFilePointer.refuse(file, stream.readNBytes(LargeFilePointer.START_BYTES));
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isTrue(JsonObject token, String flag) {
        return String.valueOf(token.get(flag)).equals("true");
    }

    private static AddedTokens read(Path file) {
        Map<String, JsonObject> tokens = new HashMap<>();
        try (JsonReader reader = new JsonReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (!reader.nextName().equals("added_tokens")) {
                    reader.skipValue();
                    continue;
                }
                reader.beginArray();
                while (reader.hasNext()) {
                    JsonObject token = Json.asObject(JsonParser.parseReader(reader), file + " (added_tokens)");
                    tokens.put(Json.string(token, CONTENT, file + " (added_tokens)"), token);
                }
                return new AddedTokens(file, tokens);
            }
            return new AddedTokens(file, tokens);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            refusePointer(file);
            throw new UserError(
                    "cannot load the tokenizer " + file
                            + ": this is no tokenizer.json of Hugging Face's tokenizers; copy it from the"
                            + " model that this one was made from",
                    e);
        }
    }
}

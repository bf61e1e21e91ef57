package dev.gemmatune.model.tokenizer;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.gemmatune.model.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of a {@code tokenizer.json} of byte-pair encoding: texts by id, the tokens that are cut out of a text before
 * it is encoded, and for each piece the place of the first merge that makes it. Read as a stream: the released file has
 * 33 MB.
 *
 * @param ids the id of each piece, added tokens included
 * @param added the tokens that are cut out of a text, by id
 * @param mergeRanks for each piece that a merge makes, the rank of the first such merge, from 0
 */
public record TokenPieces(Map<String, Integer> ids, Map<Integer, Added> added, Map<String, Integer> mergeRanks) {

    /**
     * A token that is cut out of a text before it is encoded.
     *
     * @param content its text
     * @param special whether it stands for something and not for text
     */
    public record Added(String content, boolean special) {}

    /**
     * Reads a file.
     *
     * @throws UserError if it is no {@code tokenizer.json} of byte-pair encoding
     */
    public static TokenPieces read(Path file) {
        TokenPieces pieces = new TokenPieces(new HashMap<>(), new HashMap<>(), new HashMap<>());
        try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "added_tokens" -> pieces.readAdded(json);
                    case "model" -> pieces.readModel(json);
                    default -> json.skipValue();
                }
            }
        } catch (MalformedJsonException | EOFException | JsonParseException | IllegalStateException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (pieces.ids.isEmpty()) {
            throw new UserError(file + " has no model.vocab; a tokenizer of byte-pair encoding is expected");
        }
        return pieces;
    }

    private void readAdded(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            int id = -1;
            String content = "";
            boolean special = false;
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "id" -> id = json.nextInt();
                    case "content" -> content = json.nextString();
                    case "special" -> special = json.nextBoolean();
                    default -> json.skipValue();
                }
            }
            json.endObject();
            added.put(id, new Added(content, special));
            ids.put(content, id);
        }
        json.endArray();
    }

    private void readModel(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "vocab" -> readVocabulary(json);
                case "merges" -> readMerges(json);
                default -> json.skipValue();
            }
        }
        json.endObject();
    }

    private void readVocabulary(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String piece = json.nextName();
            ids.put(piece, json.nextInt());
        }
        json.endObject();
    }

    /** A merge is a pair, or in older files a string with a space between its parts (which then hold none). */
    private void readMerges(JsonReader json) throws IOException {
        json.beginArray();
        for (int rank = 0; json.hasNext(); rank++) {
            mergeRanks.putIfAbsent(mergedPiece(json), rank);
        }
        json.endArray();
    }

    private static String mergedPiece(JsonReader json) throws IOException {
        if (json.peek() == JsonToken.STRING) {
            return json.nextString().replace(" ", "");
        }
        List<String> parts = new ArrayList<>(2);
        json.beginArray();
        while (json.hasNext()) {
            parts.add(json.nextString());
        }
        json.endArray();
        return String.join("", parts);
    }
}

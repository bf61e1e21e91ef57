package dev.gemmatune.model.init;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.gemmatune.model.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Checks that a {@code tokenizer.json} fits a model; the file is streamed, since Gemma's own has 33 MB. */
final class TokenizerCheck {

    private static final Map<String, Integer> FIXED = Map.of("<pad>", 0, "<eos>", 1, "<bos>", 2, "<unk>", 3);

    private TokenizerCheck() {}

    /**
     * Checks a file.
     *
     * @param rows the rows of the token embedding
     * @throws UserError if a token has no row, or a text's begin and end are not Gemma's
     */
    static void check(Path file, int rows) {
        int largest = -1;
        Map<String, Integer> fixed = new HashMap<>();
        try (JsonReader reader = new JsonReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            enter(reader, "model", file);
            enter(reader, "vocab", file);
            reader.beginObject();
            while (reader.hasNext()) {
                String token = reader.nextName();
                int id = reader.nextInt();
                largest = Math.max(largest, id);
                if (FIXED.containsKey(token)) {
                    fixed.put(token, id);
                }
            }
            // The rest must be there too: a file cut short would fail later, in native code.
            leave(reader);
            leave(reader);
            leave(reader);
        } catch (MalformedJsonException | EOFException | IllegalStateException | NumberFormatException e) {
            throw new UserError(
                    file + ": this is not a tokenizer.json of Hugging Face's tokenizers with a BPE model", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (!fixed.equals(FIXED)) {
            throw new UserError(file + ": a tokenizer of Gemma's structure has the ids " + FIXED + ", found " + fixed);
        }
        if (largest >= rows) {
            throw new UserError(file + ": the vocabulary has ids up to " + largest + ", but the model has " + rows
                    + " embedding rows; use a vocabulary size of at least " + (largest + 1));
        }
    }

    private static void leave(JsonReader reader) throws IOException {
        while (reader.hasNext()) {
            reader.skipValue(); // the name
            reader.skipValue();
        }
        reader.endObject();
    }

    /** Enters an object and goes to the value of {@code key}. */
    private static void enter(JsonReader reader, String key, Path file) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            throw new IllegalStateException("no object");
        }
        reader.beginObject();
        while (reader.hasNext()) {
            if (reader.nextName().equals(key)) {
                return;
            }
            reader.skipValue();
        }
        throw new UserError(file + ": the key \"" + key + "\" is missing; expected a tokenizer.json with a BPE model");
    }
}

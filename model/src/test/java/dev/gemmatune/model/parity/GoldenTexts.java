package dev.gemmatune.model.parity;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The texts of the golden files beside this class, and their token ids. */
final class GoldenTexts {

    /** A text and its ids with begin and end, not truncated. */
    record Tokenized(String text, List<Integer> ids) {}

    private GoldenTexts() {}

    /** The texts whose embeddings are golden, from none to 1,500 tokens. */
    static List<String> embedded() throws IOException {
        return rows("texts.jsonl").stream()
                .map(row -> row.get("text").getAsString())
                .toList();
    }

    /** The texts whose token ids are golden. */
    static List<Tokenized> tokenized() throws IOException {
        return rows("token-ids.jsonl").stream()
                .map(row -> new Tokenized(row.get("text").getAsString(), ids(row)))
                .toList();
    }

    private static List<Integer> ids(JsonObject row) {
        return row.getAsJsonArray("ids").asList().stream()
                .map(JsonElement::getAsInt)
                .toList();
    }

    private static List<JsonObject> rows(String resource) throws IOException {
        List<JsonObject> rows = new ArrayList<>();
        try (InputStream stream = GoldenTexts.class.getResourceAsStream(resource)) {
            String content = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : content.split("\n", -1)) {
                if (!line.isEmpty()) {
                    rows.add(Json.parseObject(line, resource));
                }
            }
        }
        return rows;
    }
}

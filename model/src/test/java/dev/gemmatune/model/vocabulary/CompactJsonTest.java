package dev.gemmatune.model.vocabulary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.files.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJsonTest {

    private static String compact(String json) {
        return new String(CompactJson.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static JsonObject withOldMerges(JsonObject tokenizer) {
        JsonObject model = tokenizer.getAsJsonObject("model");
        JsonArray merges = new JsonArray();
        for (JsonElement merge : model.getAsJsonArray("merges")) {
            merges.add(merge.getAsJsonArray().get(0).getAsString() + " "
                    + merge.getAsJsonArray().get(1).getAsString());
        }
        model.add("merges", merges);
        return tokenizer;
    }

    @Test
    void theBundledTokenizerSaysTheSameInFewerBytes() {
        Path file = Path.of("../checkpoints/mini/tokenizer.json");
        JsonObject whole = Json.readObject(file);
        String pretty = Json.pretty(whole);
        String compact = compact(pretty);
        assertTrue(compact.length() < pretty.length() * 2 / 3, compact.length() + " of " + pretty.length());
        assertEquals(withOldMerges(whole), JsonParser.parseString(compact));
    }

    @Test
    void mergesAreWrittenInTheOlderForm() {
        assertEquals(
                "{\"model\":{\"vocab\":{\"a b\":1},\"merges\":[\"a b\",\"\\\" \\\\\"]}}",
                compact(
                        "{ \"model\": {\"vocab\": {\"a b\" : 1},\n \"merges\" : [ [\"a\", \"b\"], [\"\\\"\",\"\\\\\"] ] } }"));
    }

    /** Pieces with a space, written as such or as an escape, or that the library takes for a comment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[\"a \", \"b\"]]",
                "[[\"a\", \"\\u0020b\"]]",
                "[[\"#version\", \"b\"]]",
                "[[\"a\", \"b\", \"c\"]]",
                "[[\"a\"]]",
                "[[1, 2]]",
                "[[\"a\", \"b\"],]",
                "[[\"a\", \"b\"]"
            })
    void whatCannotBeSaidOtherwiseStays(String merges) {
        byte[] json = ("{\"model\": {\"merges\": " + merges + "}}").getBytes(StandardCharsets.UTF_8);
        assertSame(json, CompactJson.of(json));
    }

    @Test
    void nothingElseIsRewritten() {
        String elsewhere =
                "{\"merges\":[[\"a\",\"b\"]],\"model\":{\"x\":{\"merges\":[[\"a\",\"b\"]]},\"merges\":[\"c d\"]}}";
        assertEquals(elsewhere, compact(elsewhere));
        assertEquals("{\"a\":1 2}", compact("{\"a\": 1 2}"), "what is broken stays so");
        assertEquals("[\"a  b\",\"\\\" c\"]", compact("[ \"a  b\" , \"\\\" c\" ]"));
        assertEquals(new JsonPrimitive(12), JsonParser.parseString(compact(" 12 ")));
    }
}

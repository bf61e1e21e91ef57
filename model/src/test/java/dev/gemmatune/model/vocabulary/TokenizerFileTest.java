package dev.gemmatune.model.vocabulary;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFileTest {

    private static final Path TINY = TinyCheckpoint.folder().resolve("tokenizer.json");

    @TempDir
    Path folder;

    private void check(Consumer<JsonObject> edit) {
        JsonObject file = Json.readObject(TINY);
        edit.accept(file);
        check(Json.compact(file));
    }

    private void check(String file) {
        try {
            TokenizerFile.check(Files.writeString(folder.resolve("tokenizer.json"), file), TinyCheckpoint.VOCABULARY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(String part, Runnable check) {
        UserError error = assertThrows(UserError.class, check::run);
        assertTrue(error.getMessage().contains(part), error.getMessage());
        assertTrue(error.getMessage().length() < 600, error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normalizer | null",
                "normalizer | {`type`: `Lowercase`}",
                "normalizer | {`type`: `Sequence`, `normalizers`: []}",
                "normalizer | {`type`: `Replace`, `pattern`: {`Regex`: `(((a+)+)+)+$`}, `content`: `b`}",
                "pre_tokenizer | {`type`: `Split`, `pattern`: {`Regex`: `((((((x`}, `behavior`: `Isolated`, `invert`: false}",
                "pre_tokenizer | {`type`: `ByteLevel`, `add_prefix_space`: true, `trim_offsets`: true}",
                "decoder | {`type`: `Metaspace`}",
                "post_processor | null",
                "post_processor | {`type`: `ByteLevel`}",
                "truncation | {`depth`: 3}",
                "padding | 7",
                "version | `2.0`",
                "extra | {}"
            })
    void aPartThatIsNotGemmasIsRefusedByName(String key, String value) {
        refused(key, () -> check(file -> file.add(key, JsonParser.parseString(value.replace('`', '"')))));
    }

    @ParameterizedTest
    @CsvSource({
        "dropout,0.5",
        "byte_fallback,false",
        "ignore_merges,true",
        "type,WordPiece",
        "unk_token,<pad>",
        "end_of_word_suffix,'\"</w>\"'",
        "continuing_subword_prefix,'\"##\"'",
        "something,1"
    })
    void aSettingOfTheModelThatIsNotGemmasIsRefusedByName(String key, String value) {
        refused(
                "model." + key,
                () -> check(file -> file.getAsJsonObject("model").add(key, JsonParser.parseString(value))));
    }

    @Test
    void whatHasNoInfluenceIsAccepted() {
        assertDoesNotThrow(() -> check(file -> file.add("pre_tokenizer", JsonNull.INSTANCE)));
        assertDoesNotThrow(() -> check(file -> file.add("decoder", JsonNull.INSTANCE)));
        assertDoesNotThrow(() -> check(file -> file.add(
                "truncation",
                JsonParser.parseString(
                        "{\"direction\":\"Left\",\"max_length\":8,\"strategy\":\"LongestFirst\",\"stride\":0}"))));
    }

    /** A setting that a later version of the format brings is refused until somebody decides on it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "model", "added_tokens", "truncation", "padding", "normalizer", "post_processor"})
    void aKeyThatNobodyDecidedOnIsRefusedEverywhere(String place) {
        refused(
                place.isEmpty() ? "novelty" : place,
                () -> check(file -> {
                    JsonElement where = place.isEmpty() ? file : file.get(place);
                    if (where.isJsonNull()) {
                        where = new JsonObject();
                        file.add(place, where);
                    }
                    (where.isJsonArray() ? where.getAsJsonArray().get(0) : where)
                            .getAsJsonObject()
                            .addProperty("novelty", 1);
                }));
    }

    @Test
    void everyKeyOfGemmasTokenizerIsDecidedOn() {
        JsonObject file = Json.readObject(TINY);
        assertEquals(file.keySet(), TokenizerSettings.FILE.keySet());
        assertEquals(file.getAsJsonObject("model").keySet(), TokenizerSettings.MODEL.keySet());
        assertEquals(
                file.getAsJsonArray("added_tokens").get(0).getAsJsonObject().keySet(),
                TokenizerSettings.ADDED_TOKEN.keySet());
        assertEquals(Set.of("type", "vocab", "merges", "byte_fallback", "unk_token"), required());
    }

    private static Set<String> required() {
        return TokenizerSettings.MODEL.entrySet().stream()
                .filter(entry -> entry.getValue().decision() == TokenizerSettings.Decision.READ
                        || !entry.getValue().accepted().contains(JsonNull.INSTANCE))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() {
        Path mini = Path.of("../checkpoints/mini/tokenizer.json");
        refused("but the token embedding has the rows 0 to 799", () -> TokenizerFile.check(mini, 800));
        assertDoesNotThrow(() -> TokenizerFile.check(mini, 6000));
    }

    @ParameterizedTest
    @CsvSource({"bank,2147483648", "bank,1000", "bank,-1", "zz,5"})
    void anIdWithoutARowOrOfAnotherPieceIsRefused(String piece, long id) {
        refused(
                piece,
                () -> check(file ->
                        file.getAsJsonObject("model").getAsJsonObject("vocab").addProperty(piece, id)));
    }

    @Test
    void aMissingByteOrASecondTokenOfOneNameIsRefused() {
        refused("<0x00>", () -> check(file -> vocabulary(file).remove("<0x00>")));
        String tiny = Json.compact(Json.readObject(TINY));
        refused("twice", () -> check(tiny.replace("\"<0x00>\":", "\"<0x01>\":")));
        refused(
                "model twice",
                () -> check("{\"model\": " + Json.readObject(TINY).get("model") + "," + tiny.substring(1)));
    }

    private static JsonObject vocabulary(JsonObject file) {
        return file.getAsJsonObject("model").getAsJsonObject("vocab");
    }

    @ParameterizedTest
    @CsvSource({"lstrip", "rstrip", "single_word"})
    void addedTokensThatTakeMoreThanTheirTextAreRefused(String flag) {
        refused(flag, () -> check(file -> added(file, 3).addProperty(flag, true)));
    }

    @Test
    void addedTokensHaveRowsOfTheirOwn() {
        JsonObject token = added(Json.readObject(TINY), 5).deepCopy();
        token.addProperty("content", "Kundennummer");
        token.addProperty("id", 1001);
        refused(
                "Kundennummer",
                () -> check(file -> file.getAsJsonArray("added_tokens").add(token)));
        token.addProperty("id", 7);
        refused(
                "Kundennummer",
                () -> check(file -> file.getAsJsonArray("added_tokens").add(token)));
        refused("<pad>", () -> check(file -> file.add("added_tokens", new JsonArray())));
    }

    private static JsonObject added(JsonObject file, int index) {
        return file.getAsJsonArray("added_tokens").get(index).getAsJsonObject();
    }

    @Test
    void beginAndEndAreThoseOfTheModel() {
        refused("<eos> behind it", () -> check(file -> template(file).remove(2)));
        refused("<eos> behind it", () -> check(file -> template(file).remove(0)));
        refused(
                "<eos> behind it",
                () -> check(file -> template(file).add(template(file).get(2))));
        refused(
                "special_tokens",
                () -> check(file -> file.getAsJsonObject("post_processor")
                        .getAsJsonObject("special_tokens")
                        .getAsJsonObject("<eos>")
                        .getAsJsonArray("ids")
                        .set(0, new JsonPrimitive(5))));
    }

    private static JsonArray template(JsonObject file) {
        return file.getAsJsonObject("post_processor").getAsJsonArray("single");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);
        refused("nested", () -> check("{\"truncation\":" + deep));
        refused("nested", () -> check(file -> file.getAsJsonObject("model").add("merges", nested(40))));
    }

    private static JsonElement nested(int depth) {
        JsonArray array = new JsonArray();
        if (depth > 0) {
            array.add(nested(depth - 1));
        }
        return array;
    }

    /** Whatever is broken in the file ends in a user's error. */
    @Test
    void mutationsAreRefusedOrHarmless() throws IOException {
        byte[] tiny = Files.readAllBytes(TINY);
        Random random = new Random(27);
        Path file = folder.resolve("tokenizer.json");
        for (int i = 0; i < 400; i++) {
            byte[] mutated = tiny.clone();
            int at = random.nextInt(tiny.length);
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated = Arrays.copyOf(mutated, at);
                default -> System.arraycopy(tiny, 0, mutated, at, tiny.length - at);
            }
            Files.write(file, mutated);
            try {
                TokenizerFile.check(file, TinyCheckpoint.VOCABULARY);
            } catch (UserError e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            }
        }
    }

    @Test
    void escapesAreRead() {
        String tiny = new String(read(TINY), StandardCharsets.UTF_8);
        assertDoesNotThrow(() -> check(tiny.replace("\"<bos>\":", "\"\\u003cbos\\u003E\":")));
        assertDoesNotThrow(() -> check(tiny.replace("▁", "\\u2581")));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.gemmatune.model.reduction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VocabularyPruningTest {

    private static final List<String> CORPUS = List.of(
            "When does my card arrive?",
            "The fund's costs are shown each year.\n\n\tSee <b>there</b>.",
            "日本語 und Übergröße 😀");

    @TempDir
    Path temporary;

    private Checkpoint source;
    private Checkpoint pruned;

    @BeforeEach
    void prune() {
        source = Checkpoint.open(TinyCheckpoint.folder());
        pruned = VocabularyPruning.write(source, CORPUS, 0, temporary.resolve("pruned"));
    }

    @Test
    void theCorpusIsCutAsBeforeAndEmbedsTheSame() {
        int size = pruned.config().vocabularySize();
        assertTrue(size < 0.75 * TinyCheckpoint.VOCABULARY, "kept " + size);
        Map<Integer, String> before = tokens(source);
        Map<Integer, String> after = tokens(pruned);
        try (EmbeddingModel whole = EmbeddingModel.load(source.folder());
                EmbeddingModel small = EmbeddingModel.load(pruned.folder())) {
            for (String prompt : List.of("", "task: search result | query: ", "title: none | text: ")) {
                for (String text : CORPUS) {
                    assertEquals(
                            cut(whole.tokenizer(), prompt + text, before),
                            cut(small.tokenizer(), prompt + text, after));
                }
                assertArrayEquals(whole.embed(CORPUS, prompt), small.embed(CORPUS, prompt));
            }
        }
    }

    @Test
    void otherTextsCanStillBeEncoded() {
        Map<Integer, String> after = tokens(pruned);
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(pruned, 100)) {
            for (String text : List.of("Zebras quickly vexed Ωmega", "<unused7>", "<image_soft_token>", "\n\n\n", "")) {
                for (int id : tokenizer.encode(text, "")) {
                    assertTrue(id < pruned.config().vocabularySize() && after.containsKey(id), text);
                }
            }
            assertArrayEquals(new int[] {2, 1}, tokenizer.encode("", ""));
        }
    }

    @Test
    void theFirstTokensAreKeptOnDemand() {
        Checkpoint larger = VocabularyPruning.write(source, CORPUS, 900, temporary.resolve("larger"));
        assertTrue(larger.config().vocabularySize() >= 900);
        assertTrue(pruned.config().vocabularySize() < 900);
    }

    @Test
    void allFilesHaveTheNewIds() {
        int size = pruned.config().vocabularySize();
        JsonObject tokenizer = Json.readObject(pruned.folder().resolve("tokenizer.json"));
        assertEquals(
                size,
                tokenizer.getAsJsonObject("model").getAsJsonObject("vocab").asMap().values().stream()
                        .filter(id -> id.getAsInt() < size)
                        .count());
        tokenizer.getAsJsonArray("added_tokens").forEach(element -> {
            JsonObject token = element.getAsJsonObject();
            boolean image = token.get("content").getAsString().equals("<image_soft_token>");
            assertEquals(image, token.get("id").getAsInt() >= size, token.toString());
        });
        assertEquals(
                size,
                Json.readObject(pruned.folder().resolve("config.json"))
                        .get("vocab_size")
                        .getAsInt());
        assertFalse(Files.exists(pruned.folder().resolve("tokenizer.model")), "it would have all tokens");
        assertFalse(Files.exists(pruned.folder().resolve("tokenizer.part")));
        Path config = pruned.folder().resolve("tokenizer_config.json");
        JsonObject configuration = Json.readObject(config);
        if (configuration.has("added_tokens_decoder")) {
            configuration
                    .getAsJsonObject("added_tokens_decoder")
                    .asMap()
                    .forEach((id, token) -> assertTrue(Integer.parseInt(id) <= size, id));
        }
    }

    @Test
    void noTextsAreRefused() {
        assertThrows(
                UserError.class, () -> VocabularyPruning.write(source, List.of(" "), 0, temporary.resolve("none")));
        assertFalse(Files.exists(temporary.resolve("none")));
    }

    private static List<String> cut(GemmaTokenizer tokenizer, String text, Map<Integer, String> tokens) {
        return Arrays.stream(tokenizer.encode(text, "")).mapToObj(tokens::get).toList();
    }

    private static Map<Integer, String> tokens(Checkpoint checkpoint) {
        return Json.readObject(checkpoint.folder().resolve("tokenizer.json"))
                .getAsJsonObject("model")
                .getAsJsonObject("vocab")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        entry -> entry.getValue().getAsInt(), Map.Entry::getKey, (a, b) -> a, TreeMap::new));
    }
}

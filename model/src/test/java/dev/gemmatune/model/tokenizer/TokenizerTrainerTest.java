package dev.gemmatune.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTrainerTest {

    private static final int SIZE = 800;

    @TempDir
    Path folder;

    @Test
    void textsAreCutAsGemmaCutsThem() throws IOException {
        train("tokenizer");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer"))) {
            assertArrayEquals(new long[] {2, 1}, ids(tokenizer, ""));
            assertArrayEquals(new long[] {2, 107, 1}, ids(tokenizer, "\n"));
            assertPieces(tokenizer, "a\n\n\nb\tc", "a", "\n\n\n", "b", "\t", "c");
            assertPieces(tokenizer, "<table><tr>x</table>", "<table>", "<tr>", "x", "</table>");
            assertPieces(tokenizer, " account", "▁account");
            assertPieces(tokenizer, " account  ", "▁account", "▁▁");
            assertPieces(tokenizer, "a     (", "a", "▁▁▁▁▁", "(");
            assertPieces(tokenizer, "in 2026", "in", "▁", "2", "0", "2", "6");
            assertPieces(tokenizer, "1+1=2", "1", "+", "1", "=", "2");
            // EF BF BF and F0 9F 8E 89: a byte token is 238 + byte.
            assertArrayEquals(new long[] {2, 477, 429, 429, 1}, ids(tokenizer, "\uffff"));
            assertArrayEquals(new long[] {2, 478, 397, 380, 375, 1}, ids(tokenizer, "🎉"));
            assertArrayEquals(new long[] {2, 468, 389, 403, 1}, ids(tokenizer, "日"));
        }
    }

    @Test
    void longestRunOfSpacesIsOneTokenAndLongerOnesContinue() throws IOException {
        train("tokenizer");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer"))) {
            for (int length = 2; length <= 31; length++) {
                assertArrayEquals(new long[] {2, 136 + length, 1}, ids(tokenizer, " ".repeat(length)), "" + length);
            }
            assertPieces(tokenizer, " ".repeat(33), "▁".repeat(31), "▁▁");
        }
    }

    @Test
    void fixedTokensHaveTheReleasedIds() throws IOException {
        GemmaVocabulary vocabulary = train("tokenizer");
        Map<String, Integer> ids = vocabulary.ids();
        Map<String, Integer> released = Map.ofEntries(
                Map.entry("<pad>", 0),
                Map.entry("<unk>", 3),
                Map.entry("[multimodal]", 5),
                Map.entry("<unused0>", 6),
                Map.entry("<unused98>", 104),
                Map.entry("<start_of_turn>", 105),
                Map.entry("<end_of_turn>", 106),
                Map.entry("\n".repeat(31), 137),
                Map.entry("▁▁", 138),
                Map.entry("▁".repeat(31), 167),
                Map.entry("<table>", 168),
                Map.entry("</footer>", 237),
                Map.entry("<0x00>", 238),
                Map.entry("<0xFF>", 493));
        released.forEach((token, id) -> assertEquals(id, ids.get(token), token));
        assertEquals(SIZE, vocabulary.size());
        assertEquals(SIZE, vocabulary.added().size() - 1 + 256 + learned(vocabulary));
        assertEquals(
                SIZE,
                Json.readObject(folder.resolve("tokenizer/added_tokens.json"))
                        .get("<image_soft_token>")
                        .getAsInt());
    }

    @Test
    void whatTheTextsDoNotFillIsUnused() throws IOException {
        GemmaVocabulary vocabulary = train("tokenizer");
        List<String> tokens = List.copyOf(vocabulary.ids().keySet());
        int tabs = vocabulary.ids().get("\t");
        assertEquals("\t".repeat(31), tokens.get(tabs + 30));
        assertEquals("<start_of_image>", tokens.get(tabs + 31));
        assertEquals("<end_of_image>", tokens.get(tabs + 32));
        assertEquals("<unused99>", tokens.get(tabs + 33));
        assertEquals("<unused" + (99 + SIZE - 1 - (tabs + 33)) + ">", tokens.get(SIZE - 1));
    }

    @Test
    void sameTextsGiveTheSameFiles() throws IOException {
        train("first");
        train("second");
        for (String name : List.of(
                "tokenizer.json",
                "tokenizer.model",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "added_tokens.json")) {
            assertEquals(-1, Files.mismatch(folder.resolve("first/" + name), folder.resolve("second/" + name)), name);
        }
    }

    @Test
    void mergesAreOrderedByPieceAndRunsGrowFromTheLongest() {
        GemmaVocabulary vocabulary = GemmaVocabulary.of(List.of("▁a", "ab", "▁ab", "▁", "a", "b"), 600);
        List<TokenizerJson.Merge> merges = TokenizerJson.merges(vocabulary);
        assertEquals(new TokenizerJson.Merge("\t".repeat(30), "\t"), merges.get(0));
        assertEquals(new TokenizerJson.Merge("▁".repeat(30), "▁"), merges.get(2));
        assertEquals(
                List.of(
                        new TokenizerJson.Merge("▁", "a"),
                        new TokenizerJson.Merge("a", "b"),
                        new TokenizerJson.Merge("▁a", "b"),
                        new TokenizerJson.Merge("▁", "ab")),
                merges.subList(merges.size() - 4, merges.size()));
        int runs = 31 * 30 / 2;
        assertEquals(3 * runs + 4, merges.size());
    }

    @Test
    void configurationIsThatOfGemma() throws IOException {
        train("tokenizer");
        JsonObject config = Json.readObject(folder.resolve("tokenizer/tokenizer_config.json"));
        assertEquals("GemmaTokenizer", config.get("tokenizer_class").getAsString());
        assertTrue(config.get("add_bos_token").getAsBoolean());
        assertTrue(config.get("add_eos_token").getAsBoolean());
        assertEquals(128, config.get("model_max_length").getAsInt());
        JsonObject decoder = config.getAsJsonObject("added_tokens_decoder");
        assertTrue(decoder.getAsJsonObject("" + SIZE).get("special").getAsBoolean());
        assertEquals("\n", decoder.getAsJsonObject("107").get("content").getAsString());
        // <mask> is not special in the released tokenizer.
        assertEquals(
                9,
                decoder.entrySet().stream()
                        .filter(token -> token.getValue()
                                .getAsJsonObject()
                                .get("special")
                                .getAsBoolean())
                        .count());
    }

    @Test
    void sentencePieceModelHasTheBytesOfItsProtobuf() throws IOException {
        Path file = folder.resolve("tokenizer.model");
        GemmaVocabulary vocabulary = GemmaVocabulary.of(List.of("ab", "a", "b"), 600);
        SentencePieceModel.write(vocabulary, file);
        byte[] bytes = Files.readAllBytes(file);
        // Field 1, 14 bytes: field 1 "<pad>", field 2 the float 0, field 3 CONTROL.
        assertArrayEquals(
                new byte[] {0x0a, 14, 0x0a, 5, '<', 'p', 'a', 'd', '>', 0x15, 0, 0, 0, 0, 0x18, 3},
                Arrays.copyOf(bytes, 16));
        byte[] end = {
            // Trainer: BPE, 600 pieces, byte fallback, <unk> 3, <bos> 2, <eos> 1, <pad> 0.
            0x12,
            20,
            0x18,
            2,
            0x20,
            (byte) 0xd8,
            4,
            (byte) 0x98,
            2,
            1,
            (byte) 0xc0,
            2,
            3,
            (byte) 0xc8,
            2,
            2,
            (byte) 0xd0,
            2,
            1,
            (byte) 0xd8,
            2,
            0,
            // Normalizer: identity, no dummy prefix, extra spaces kept.
            0x1a,
            14,
            0x0a,
            8,
            'i',
            'd',
            'e',
            'n',
            't',
            'i',
            't',
            'y',
            0x18,
            0,
            0x20,
            0
        };
        assertArrayEquals(end, Arrays.copyOfRange(bytes, bytes.length - end.length, bytes.length));
    }

    @Test
    void jsonRowsGiveTheirTextsButNoIds() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, """
                {"_id": "qqqq qqqq", "label": "zzzz zzzz", "anchor": "kkkk kkkk", "score": 3}

                """);
        GemmaVocabulary vocabulary = TokenizerTrainer.learn(List.of(new TextSource(file, 2)), List.of(), SIZE);
        assertTrue(vocabulary.ids().containsKey("▁kkkk"), "the anchor's word");
        assertTrue(!vocabulary.ids().containsKey("qq") && !vocabulary.ids().containsKey("zz"), "ids and labels");
    }

    @Test
    void wordsOfPromptsArePieces() throws IOException {
        Path texts = TrainingTexts.write(folder);
        String prompt = "mission: wyvern | quest: ";
        GemmaVocabulary vocabulary =
                TokenizerTrainer.learn(List.of(new TextSource(texts, 2000)), List.of(prompt, prompt), SIZE);
        for (String word : List.of("mission", "▁wyvern", "▁quest")) {
            assertTrue(vocabulary.ids().containsKey(word), word);
        }
    }

    @Test
    void badInputsAreNamed() throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        Files.writeString(rows, "{\"text\": \"fine\"}\n{\"text\": \n");
        assertMessage("rows.jsonl line 2", List.of(new TextSource(rows, 1)), SIZE);
        assertMessage("does not exist", List.of(new TextSource(folder.resolve("none.txt"), 1)), SIZE);
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, new byte[] {'a', (byte) 0xe9, 'b'});
        assertMessage("not UTF-8", List.of(new TextSource(latin, 1)), SIZE);
        assertMessage("no room", List.of(new TextSource(TrainingTexts.write(folder), 1)), 600);
        assertThrows(IllegalArgumentException.class, () -> new TextSource(latin, 0));
    }

    private static void assertMessage(String part, List<TextSource> texts, int size) {
        UserError error = assertThrows(UserError.class, () -> TokenizerTrainer.learn(texts, List.of(), size));
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }

    private GemmaVocabulary train(String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        List<TextSource> texts = List.of(new TextSource(TrainingTexts.write(folder), 1));
        TokenizerTrainer.train(texts, List.of("query: "), SIZE, 128, target);
        return TokenizerTrainer.learn(texts, List.of("query: "), SIZE);
    }

    private static long learned(GemmaVocabulary vocabulary) {
        return vocabulary.ids().values().stream()
                .filter(id -> vocabulary.kind(id) == GemmaVocabulary.Kind.LEARNED)
                .count();
    }

    private static long[] ids(HuggingFaceTokenizer tokenizer, String text) {
        return tokenizer.encode(text).getIds();
    }

    private static void assertPieces(HuggingFaceTokenizer tokenizer, String text, String... pieces) {
        String[] tokens = tokenizer.encode(text).getTokens();
        assertArrayEquals(pieces, Arrays.copyOfRange(tokens, 1, tokens.length - 1), text);
        long[] ids = ids(tokenizer, text);
        assertEquals(3, LongStream.of(ids[0], ids[ids.length - 1]).sum());
    }
}

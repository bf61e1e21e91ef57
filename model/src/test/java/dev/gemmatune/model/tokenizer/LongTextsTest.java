package dev.gemmatune.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.tokenizer.LongTexts.Windows;
import dev.gemmatune.model.vocabulary.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LongTextsTest {

    private static final Path TINY = TinyCheckpoint.folder().resolve("tokenizer.json");
    private static final Path MINI = Path.of("../checkpoints/mini/tokenizer.json");
    private static final List<String> UNITS = List.of(
            "a",
            "ab",
            "the ",
            "bank",
            " ",
            "  ",
            "\n",
            "\t",
            "\u2581",
            "<",
            "<t",
            "<table>",
            "</td>",
            "<start_of_",
            "image>",
            "<image_soft_token>",
            "<0x41>",
            "1",
            "Konto",
            "straße ",
            "привет",
            "日本",
            "中",
            "\uD83D\uDE80",
            "\uD83D",
            "\uDE80",
            "e\u0301",
            "=",
            "ACGT",
            "\u0000",
            "\uFFFF",
            ".",
            "ing",
            "tion",
            "aaaa",
            "<bos>",
            "שלום");

    @TempDir
    Path folder;

    /** Texts of few different units, so that much repeats and few places are safe, and of many. */
    private static String random(Random random) {
        int units = 1 + random.nextInt(random.nextBoolean() ? 3 : UNITS.size());
        List<String> chosen =
                random.ints(units, 0, UNITS.size()).mapToObj(UNITS::get).toList();
        StringBuilder text = new StringBuilder();
        int length = 200 + random.nextInt(6000);
        while (text.length() < length) {
            text.append(chosen.get(random.nextInt(units)));
        }
        return text.toString();
    }

    private static Stream<Path> vocabularies() {
        return Stream.of(TINY, MINI);
    }

    @ParameterizedTest
    @MethodSource("vocabularies")
    void idsOfACutTextAreThoseOfTheWhole(Path vocabulary) throws IOException {
        compare(vocabulary, 300, 20261201L);
    }

    /** Merges that go from right to left and a long way, added tokens with spaces, and pieces made of bytes. */
    @Test
    void idsAreThoseOfTheWholeForAHostileVocabulary() throws IOException {
        Path vocabulary = folder.resolve("tokenizer.json");
        Files.writeString(
                vocabulary,
                withMerges(
                        TINY,
                        List.of(
                                "a a", "b a", "a b", "aa aa", "ba ba", "ab ab", "abab ab", "t h", "h e", "ab aa",
                                "aaaa a")));
        compare(vocabulary, 300, 7);
    }

    private static void compare(Path vocabulary, int texts, long seed) throws IOException {
        Random random = new Random(seed);
        TokenizerFile file = TokenizerFile.check(vocabulary, 6000);
        try (NativePieces pieces = NativePieces.load(Files.readAllBytes(vocabulary))) {
            for (int i = 0; i < texts; i++) {
                String text = random(random);
                int most = 1 + random.nextInt(800);
                Windows windows = new Windows(1 + random.nextInt(300), 600 + random.nextInt(600));
                LongTexts cut = new LongTexts(pieces, file.boundaries(), most, windows);
                LongTexts whole = new LongTexts(
                        pieces, file.boundaries(), most, new Windows(Integer.MAX_VALUE, Integer.MAX_VALUE));
                int[] found = encode(cut, text);
                assertArrayEquals(encode(whole, text), found, () -> "seed " + seed + ", " + most + " of " + text);
            }
        }
    }

    private static int[] encode(LongTexts texts, String text) {
        return texts.encode(List.of(texts.first(new PromptedText("a prompt: ", text))))[0];
    }

    @Test
    void pairsOfCharactersInNoPieceSeparate() {
        TokenizerFile file = TokenizerFile.check(MINI, 6000);
        String text = "to the bank";
        assertEquals(6, file.boundaries().last(text, 0, 9), "before the last space that is not beyond 9");
        assertEquals(0, file.boundaries().last("     ", 0, 3), "runs of spaces are pieces");
        assertEquals(31, file.boundaries().longest());
    }

    /** Ten million characters of every kind take no longer than the beginning that is kept. */
    @ParameterizedTest
    @MethodSource("longTexts")
    void tenMillionCharactersCostWhatTheFirstTokensCost(String unit) {
        String text = unit.repeat(10_000_000 / unit.length());
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(Checkpoint.open(TinyCheckpoint.folder()), 256)) {
            int[] expected = tokenizer.encode(text.substring(0, 60_000 / unit.length() * unit.length()), "");
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> assertArrayEquals(expected, tokenizer.encode(text, "")));
            assertEquals(256, expected.length);
        }
    }

    private static Stream<String> longTexts() {
        return Stream.of(
                "a", "ab", "the bank ", " ", "\n", "1", "日本語", "<td>", "\uD83D\uDE80", "=", "\u2581", "ACGTTGCA");
    }

    @Test
    void everyTokenOfALongTextIsCounted() {
        String text = "aab the bank\n\n  ".repeat(100_000);
        try (GemmaTokenizer tokenizer =
                GemmaTokenizer.load(Checkpoint.open(TinyCheckpoint.folder()), Integer.MAX_VALUE)) {
            int once = tokenizer.encode(text.substring(0, 16 * 100), "").length - 2;
            int[] all = tokenizer.encode(text, "");
            assertEquals(1000L * once, all.length - 2);
            assertTrue(Arrays.stream(all).allMatch(id -> id >= 0));
        }
    }

    /** Puts merges with their pieces before those of a tokenizer. */
    private static String withMerges(Path tokenizer, List<String> merges) {
        JsonObject file = Json.readObject(tokenizer);
        JsonObject model = file.getAsJsonObject("model");
        JsonObject pieces = model.getAsJsonObject("vocab");
        JsonArray all = new JsonArray();
        int id = 2000;
        for (String merge : merges) {
            String piece = merge.replace(" ", "");
            if (!pieces.has(piece)) {
                pieces.addProperty(piece, id++);
            }
            JsonArray pair = new JsonArray();
            for (String part : merge.split(" ", -1)) {
                pair.add(part);
            }
            all.add(pair);
        }
        all.addAll(model.getAsJsonArray("merges"));
        model.add("merges", all);
        return Json.compact(file);
    }
}

package dev.gemmatune.model.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenIdsTest {

    private static final int LONGEST = TinyCheckpoint.SHAPE.maxPositions();

    private static GemmaTokenizer tokenizer;
    private static List<GoldenTexts.Tokenized> golden;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = GemmaTokenizer.load(Checkpoint.open(TinyCheckpoint.folder()), LONGEST);
        golden = GoldenTexts.tokenized();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void idsAreThoseOfTransformers() {
        assertTrue(golden.size() >= 40, "texts: " + golden.size());
        for (GoldenTexts.Tokenized expected : golden) {
            List<Integer> ids =
                    Arrays.stream(tokenizer.encode(expected.text(), "")).boxed().toList();
            assertEquals(truncated(expected.ids()), ids, expected.text());
        }
    }

    @Test
    void manyAtOnceAreTheSameAsOneByOne() {
        List<String> texts = golden.stream().map(GoldenTexts.Tokenized::text).toList();
        List<int[]> together = tokenizer.encode(texts, "title: none | text: ");
        for (int text = 0; text < texts.size(); text++) {
            assertArrayEquals(tokenizer.encode(texts.get(text), "title: none | text: "), together.get(text));
        }
    }

    @Test
    void promptIsTextInFrontOfTheText() {
        String prompt = "task: search result | query: ";
        assertArrayEquals(tokenizer.encode(prompt + "<td> x", ""), tokenizer.encode("<td> x", prompt));
    }

    @Test
    void truncationKeepsBeginAndEnd() throws IOException {
        try (GemmaTokenizer five = GemmaTokenizer.load(Checkpoint.open(TinyCheckpoint.folder()), 5)) {
            int[] all = tokenizer.encode("one two three four five six", "");
            int[] cut = five.encode("one two three four five six", "");
            assertTrue(all.length > 5, "length " + all.length);
            assertArrayEquals(new int[] {all[0], all[1], all[2], all[3], all[all.length - 1]}, cut);
            assertEquals(2, cut[0]);
            assertEquals(1, cut[4]);
        }
    }

    @Test
    void tokenOutsideTheEmbeddingIsUnknown() {
        assertArrayEquals(new int[] {2, 3, 1}, tokenizer.encode("<image_soft_token>", ""));
    }

    private static List<Integer> truncated(List<Integer> ids) {
        if (ids.size() <= LONGEST) {
            return ids;
        }
        List<Integer> kept = new ArrayList<>(ids.subList(0, LONGEST - 1));
        kept.add(ids.get(ids.size() - 1));
        return kept;
    }
}

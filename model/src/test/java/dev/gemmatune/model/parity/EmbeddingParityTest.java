package dev.gemmatune.model.parity;

import static dev.gemmatune.model.fixtures.GoldenVectors.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.fixtures.GoldenVectors;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddingParityTest {

    private static final double TOLERANCE = 2e-6;
    private static final double BFLOAT16_COSINE = 0.999;

    private static EmbeddingModel model;
    private static List<String> texts;

    @BeforeAll
    static void load() throws IOException {
        model = EmbeddingModel.load(TinyCheckpoint.folder());
        texts = GoldenTexts.embedded();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void mixedBatchesEqualTheReference() throws IOException {
        assertClose(golden("none"), model.embed(texts, ""), TOLERANCE, "without a prompt");
        for (String prompt : List.of("query", "document")) {
            float[][] vectors = model.embed(texts, model.prompts().get(prompt));
            assertClose(golden(prompt), vectors, TOLERANCE, prompt);
        }
    }

    @Test
    void textsAloneEqualTheReference() throws IOException {
        float[][] expected = golden("document");
        String prompt = model.checkpoint().prompts().get("document");
        for (int text = 0; text < texts.size(); text++) {
            float[][] alone = model.embed(texts.subList(text, text + 1), prompt);
            assertClose(expected[text], alone[0], TOLERANCE, "text " + text);
        }
    }

    @Test
    void orderOfTheTextsDoesNotMatter() throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int copy = 0; copy < 3; copy++) {
            for (int text = 0; text < texts.size(); text++) {
                order.add(text);
            }
        }
        Collections.shuffle(order, new Random(3));
        float[][] expected = golden("none");
        float[][] vectors = model.embed(order.stream().map(texts::get).toList(), "");
        for (int i = 0; i < vectors.length; i++) {
            assertClose(expected[order.get(i)], vectors[i], TOLERANCE, "text " + order.get(i));
        }
    }

    @Test
    void tokenBudgetDoesNotMatter() throws IOException {
        float[][] expected = golden("none");
        List<int[]> ids = model.tokenizer().encode(texts, "");
        for (int budget : new int[] {1, 50, 700, 100_000}) {
            try (NDManager step = model.encoder().newSubManager()) {
                NDArray vectors = model.encoder().forward(ids, budget, step);
                float[] flat = vectors.toFloatArray();
                assertClose(flat(expected), flat, TOLERANCE, "budget " + budget);
            }
        }
    }

    @Test
    void goldenTextsReachEveryCaseOfAttention() {
        List<Integer> lengths = model.tokenizer().encode(texts, "").stream()
                .map(ids -> ids.length)
                .toList();
        assertTrue(lengths.contains(2), "the empty text: " + lengths);
        assertTrue(lengths.contains(3), "one token: " + lengths);
        assertTrue(lengths.stream().anyMatch(length -> length > 3 && length <= 9), "within the window: " + lengths);
        assertTrue(lengths.stream().anyMatch(length -> length > 17 && length < 512), "beyond the window: " + lengths);
        assertEquals(TinyCheckpoint.SHAPE.maxPositions(), Collections.max(lengths), "truncated: " + lengths);
    }

    @Test
    void shorterDimensionsArePrefixesOfLengthOne() throws IOException {
        float[][] full = golden("query");
        float[][] short48 = model.truncatedTo(48).embedQueries(texts);
        for (int text = 0; text < full.length; text++) {
            float[] prefix = Arrays.copyOf(full[text], 48);
            double norm = Math.sqrt(dot(prefix, prefix));
            for (int i = 0; i < prefix.length; i++) {
                prefix[i] = (float) (prefix[i] / norm);
            }
            assertClose(prefix, short48[text], 2 * TOLERANCE, "text " + text);
        }
    }

    @Test
    void bfloat16PointsTheSameWay() throws IOException {
        float[][] expected = golden("document");
        Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());
        try (EmbeddingModel narrow = EmbeddingModel.load(checkpoint, Device.cpu(), ComputeType.BFLOAT16)) {
            float[][] vectors = narrow.embedDocuments(texts);
            double largest = 0;
            for (int text = 0; text < vectors.length; text++) {
                double cosine = dot(expected[text], vectors[text]);
                assertTrue(cosine >= BFLOAT16_COSINE, "text " + text + ": cosine " + cosine);
                largest = Math.max(largest, 1 - cosine);
            }
            assertTrue(largest > 1e-7, "nothing was computed in bfloat16: the cosines are all 1");
        }
    }

    @Test
    void loneSurrogatesAndControlCharactersAreTexts() {
        List<String> odd =
                List.of("\ud83d half a pair", "half a pair \ude00", "\u0000", "a\u0000b", "\uffff", "\u202e");
        float[][] vectors = model.embed(odd, "");
        for (float[] vector : vectors) {
            assertEquals(1, Math.sqrt(dot(vector, vector)), 1e-5);
        }
        assertArrayEquals(model.embed(List.of("\ufffd half a pair"), "")[0], vectors[0], 1e-6f);
    }

    @Test
    void noTextsGiveNoVectors() {
        assertEquals(0, model.embed(List.of(), "").length);
    }

    private static float[][] golden(String prompt) throws IOException {
        return GoldenVectors.read(EmbeddingParityTest.class, prompt + ".npy");
    }

    private static float[] flat(float[][] vectors) {
        float[] flat = new float[vectors.length * vectors[0].length];
        for (int row = 0; row < vectors.length; row++) {
            System.arraycopy(vectors[row], 0, flat, row * vectors[0].length, vectors[0].length);
        }
        return flat;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

package dev.gemmatune.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class EmbeddingModelTest {

    private static final float TOLERANCE = 1e-6f;
    private static final String QUERY = "task: search result | query: ";
    private static final String DOCUMENT = "title: none | text: ";

    @Test
    void queriesAndDocumentsTakeTheirPrompts() {
        List<String> texts = List.of("When does my card arrive?", "");
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            assertVectors(model.embed(texts, QUERY), model.embedQueries(texts));
            assertVectors(model.embed(texts, DOCUMENT), model.embedDocuments(texts));
            assertArrayEquals(model.embedQueries(texts)[0], model.embedQuery(texts.get(0)), TOLERANCE);
            assertArrayEquals(model.embedDocuments(texts)[1], model.embedDocument(""), TOLERANCE);
        }
    }

    @Test
    void nothingGivesNothing() {
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            assertEquals(0, model.embedQueries(List.of()).length);
        }
    }

    @Test
    void nullIsRefusedByItsPlace() {
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            List<Executable> single = List.of(() -> model.embedQuery(null), () -> model.embedDocument(null));
            for (Executable call : single) {
                assertTrue(
                        assertThrows(UserError.class, call).getMessage().startsWith("the text is null"),
                        "a single text");
            }
            List<String> texts = Arrays.asList("a", "b", null, "c");
            List<Executable> lists = List.of(
                    () -> model.embedQueries(texts), () -> model.embedDocuments(texts), () -> model.embed(texts, ""));
            for (Executable call : lists) {
                assertEquals(
                        "text 2 of 4 (counted from 0) is null; leave it out or put an empty string there",
                        assertThrows(UserError.class, call).getMessage());
            }
            UserError noPrompt = assertThrows(UserError.class, () -> model.embed(List.of("a"), null));
            assertTrue(noPrompt.getMessage().startsWith("the prompt is null"), noPrompt.getMessage());
        }
    }

    @Test
    void truncatedVectorsHaveLengthOne() {
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder()).truncatedTo(48)) {
            float[] vector = model.embedQuery("card");
            assertEquals(48, model.dimension());
            assertEquals(48, vector.length);
            double squares = 0;
            for (float value : vector) {
                squares += value * value;
            }
            assertEquals(1, squares, TOLERANCE);
        }
    }

    @Test
    void threadsShareAModel() throws InterruptedException, ExecutionException {
        List<String> texts = IntStream.range(0, 60)
                .mapToObj(i -> "text number " + i + " of some length ".repeat(i % 7))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            float[][] expected = model.embedDocuments(texts);
            List<Future<float[]>> found = new ArrayList<>();
            for (String text : texts) {
                found.add(threads.submit(() -> model.embedDocument(text)));
            }
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], found.get(i).get(), TOLERANCE, "text " + i);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aClosedModelSaysSo() {
        EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder());
        EmbeddingModel shorter = model.truncatedTo(48);
        model.close();
        shorter.close();
        IllegalStateException closed = assertThrows(IllegalStateException.class, () -> shorter.embedQuery("card"));
        assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
    }

    private static void assertVectors(float[][] expected, float[][] found) {
        assertEquals(expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], TOLERANCE, "text " + i);
        }
    }
}

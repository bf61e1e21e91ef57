package dev.gemmatune.springai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;

final class GemmatuneEmbeddingModelTest {

    private static final EmbeddingModel TRAINER = EmbeddingModel.load(Path.of("../checkpoints/mini"));
    private static final GemmatuneEmbeddingModel MODEL = new GemmatuneEmbeddingModel(TRAINER);
    private static final float TOLERANCE = 1e-6f;

    private static final String QUESTION = "How long does a new bank card take to arrive?";
    private static final List<String> DOCUMENTS = List.of(
            "A fund's total expense ratio says what share of the assets its costs take each year.",
            "A new bank card is sent by post and arrives after about five working days.",
            "Dividends are taxed in the year in which they are paid out.",
            "A mortgage with a fixed rate keeps its monthly payment until the end of the term.");

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void aStringIsAQueryAndEverythingElseADocument() {
        float[][] documents = TRAINER.embedDocuments(DOCUMENTS);
        List<Document> kept = DOCUMENTS.stream().map(Document::new).toList();
        assertArrayEquals(TRAINER.embedQuery(QUESTION), MODEL.embed(QUESTION), TOLERANCE);
        assertArrayEquals(
                TRAINER.embedQuery(QUESTION),
                MODEL.embedQueries(List.of(QUESTION)).get(0),
                TOLERANCE);
        assertArrayEquals(documents[1], MODEL.embed(kept.get(1)), TOLERANCE);
        assertVectors(documents, MODEL.embed(DOCUMENTS));
        assertVectors(documents, MODEL.embed(kept, null, new TokenCountBatchingStrategy()));
        EmbeddingResponse response = MODEL.embedForResponse(DOCUMENTS);
        for (int i = 0; i < documents.length; i++) {
            assertEquals(i, response.getResults().get(i).getIndex());
            assertArrayEquals(documents[i], response.getResults().get(i).getOutput(), TOLERANCE);
        }
    }

    @Test
    void optionsMayAskForFewerDimensions() {
        EmbeddingOptions options = EmbeddingOptions.builder().dimensions(48).build();
        float[] found =
                MODEL.call(new EmbeddingRequest(DOCUMENTS, options)).getResult().getOutput();
        assertArrayEquals(TRAINER.truncatedTo(48).embedDocument(DOCUMENTS.get(0)), found, TOLERANCE);
        EmbeddingOptions tooMany = EmbeddingOptions.builder().dimensions(1000).build();
        UserError error = assertThrows(UserError.class, () -> MODEL.call(new EmbeddingRequest(DOCUMENTS, tooMany)));
        assertTrue(error.getMessage().contains("1 to 192"), error.getMessage());
    }

    @Test
    void dimensionsAreTheModels() {
        assertEquals(192, MODEL.dimensions());
        assertEquals(48, new GemmatuneEmbeddingModel(TRAINER.truncatedTo(48)).dimensions());
    }

    @Test
    void aStoreIsFilledAndSearchedWithTheRightPrompts() {
        SimpleVectorStore store = SimpleVectorStore.builder(MODEL).build();
        store.add(DOCUMENTS.stream().map(Document::new).toList());
        Document best = store.similaritySearch(
                        SearchRequest.builder().query(QUESTION).topK(1).build())
                .get(0);
        assertEquals(DOCUMENTS.get(1), best.getText());
        double prompted = dot(TRAINER.embedQuery(QUESTION), TRAINER.embedDocument(DOCUMENTS.get(1)));
        assertEquals(prompted, best.getScore(), TOLERANCE);
        float[][] bare = TRAINER.embed(List.of(QUESTION, DOCUMENTS.get(1)), "");
        assertNotEquals(dot(bare[0], bare[1]), best.getScore(), 1e-3, "the prompts must make a difference");
    }

    @Test
    void closingClosesTheModel() {
        EmbeddingModel model = EmbeddingModel.load(Path.of("../checkpoints/mini"));
        new GemmatuneEmbeddingModel(model).close();
        assertThrows(IllegalStateException.class, () -> model.embedQuery(QUESTION));
    }

    private static void assertVectors(float[][] expected, List<float[]> found) {
        assertEquals(expected.length, found.size());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found.get(i), TOLERANCE);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

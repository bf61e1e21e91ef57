package dev.gemmatune.langchain4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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
    void stringsAreQueriesAndSegmentsAreDocuments() {
        List<TextSegment> segments = DOCUMENTS.stream().map(TextSegment::from).toList();
        List<Embedding> found = MODEL.embedAll(segments).content();
        float[][] expected = TRAINER.embedDocuments(DOCUMENTS);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found.get(i).vector(), TOLERANCE);
        }
        assertArrayEquals(expected[1], MODEL.embed(segments.get(1)).content().vector(), TOLERANCE);
        assertArrayEquals(
                TRAINER.embedQuery(QUESTION), MODEL.embed(QUESTION).content().vector(), TOLERANCE);
    }

    @Test
    void theInputTypeOfARequestDecides() {
        assertArrayEquals(TRAINER.embedQuery(QUESTION), vector(EmbeddingInputType.QUERY, null), TOLERANCE);
        assertArrayEquals(TRAINER.embedDocument(QUESTION), vector(EmbeddingInputType.DOCUMENT, null), TOLERANCE);
        assertArrayEquals(TRAINER.embedDocument(QUESTION), vector(null, null), TOLERANCE);
    }

    @Test
    void aRequestMayAskForFewerDimensions() {
        assertArrayEquals(
                TRAINER.truncatedTo(48).embedQuery(QUESTION), vector(EmbeddingInputType.QUERY, 48), TOLERANCE);
        UserError error = assertThrows(UserError.class, () -> vector(EmbeddingInputType.QUERY, 1000));
        assertTrue(error.getMessage().contains("1 to 192"), error.getMessage());
    }

    @Test
    void dimensionAndNameAreTheModels() {
        assertEquals(192, MODEL.dimension());
        assertEquals(48, new GemmatuneEmbeddingModel(TRAINER.truncatedTo(48)).dimension());
        assertEquals("mini", MODEL.modelName());
        assertEquals(
                "mini",
                MODEL.embed(EmbeddingRequest.builder().input(QUESTION).build())
                        .metadata()
                        .modelName());
    }

    @Test
    void aStoreIsFilledAndSearchedWithTheRightPrompts() {
        assertRetrieved(EmbeddingStoreContentRetriever.builder(), EmbeddingStoreIngestor.builder());
        assertRetrieved(
                EmbeddingStoreContentRetriever.builder().embeddingInputType(EmbeddingInputType.QUERY),
                EmbeddingStoreIngestor.builder().embeddingInputType(EmbeddingInputType.DOCUMENT));
    }

    private static void assertRetrieved(
            EmbeddingStoreContentRetriever.EmbeddingStoreContentRetrieverBuilder retriever,
            EmbeddingStoreIngestor.Builder ingestor) {
        InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
        ingestor.embeddingModel(MODEL)
                .embeddingStore(store)
                .build()
                .ingest(DOCUMENTS.stream().map(Document::from).toList());
        Content best = retriever
                .embeddingModel(MODEL)
                .embeddingStore(store)
                .maxResults(1)
                .build()
                .retrieve(Query.from(QUESTION))
                .get(0);
        assertEquals(DOCUMENTS.get(1), best.textSegment().text());
        double score = (double) best.metadata().get(ContentMetadata.SCORE);
        double prompted = dot(TRAINER.embedQuery(QUESTION), TRAINER.embedDocument(DOCUMENTS.get(1)));
        assertEquals((1 + prompted) / 2, score, TOLERANCE);
        float[][] bare = TRAINER.embed(List.of(QUESTION, DOCUMENTS.get(1)), "");
        assertNotEquals((1 + dot(bare[0], bare[1])) / 2, score, 1e-3, "the prompts must make a difference");
    }

    @Test
    void closingClosesTheModel() {
        EmbeddingModel model = EmbeddingModel.load(Path.of("../checkpoints/mini"));
        new GemmatuneEmbeddingModel(model).close();
        assertThrows(IllegalStateException.class, () -> model.embedQuery(QUESTION));
    }

    private static float[] vector(EmbeddingInputType type, Integer dimensions) {
        EmbeddingRequest.Builder request = EmbeddingRequest.builder().input(QUESTION);
        if (type != null) {
            request.inputType(type);
        }
        if (dimensions != null) {
            request.dimensions(dimensions);
        }
        return MODEL.embed(request.build()).embeddings().get(0).vector();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

package dev.gemmatune.eval.embeddings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gemmatune.eval.KeywordEmbedder;
import dev.gemmatune.eval.Progress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingsTest {

    private final KeywordEmbedder embedder = new KeywordEmbedder("a", "bb");

    @Test
    void theOrderIsThatOfTheTextsThoughTheLongestAreEmbeddedFirst() {
        float[][] vectors = Embeddings.of(embedder, List.of("a", "bb", "", "a"), "", "texts", Progress.SILENT);
        assertArrayEquals(new float[][] {{1, 0}, {0, 1}, {0, 0}, {1, 0}}, vectors);
        assertSame(vectors[0], vectors[3]);
        assertEquals(List.of("bb", "a", ""), embedder.asked());
    }

    @Test
    void manyTextsAreEmbeddedInParts() {
        List<String> texts = IntStream.range(0, 1300).mapToObj(i -> i + " a").toList();
        long[] calls = {0};
        Embeddings.of(embedder, texts, "", "texts", (stage, done, total) -> calls[0]++);
        assertEquals(4, calls[0], "a start and three parts");
        assertEquals(1300, embedder.asked().size());
    }

    @Test
    void nothingIsEmbeddedOfNothing() {
        assertEquals(0, Embeddings.of(embedder, List.of(), "", "texts", Progress.SILENT).length);
    }

    @Test
    void noDimensionMeansTheModelsOwnAndNoneIsEvaluatedTwice() {
        assertEquals(List.of(768), Dimensions.checked(List.of(), 768));
        assertEquals(List.of(256, 768), Dimensions.checked(List.of(256, 768, 256), 768));
    }
}

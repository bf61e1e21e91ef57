package dev.gemmatune.eval.hnsw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HnswIndexTest {

    private static final HnswSettings TEN = new HnswSettings(4, 10, 10);

    @Test
    void theNearestByAngleComeFirstWhateverTheLengths() {
        float[][] documents = {{0, 3}, {5, 5}, {0.1f, 0}, {-2, 0}, {0, 0}};
        try (HnswIndex index = HnswIndex.of(documents, 2, TEN, Progress.SILENT)) {
            assertArrayEquals(new int[] {2, 1}, Arrays.copyOf(index.search(new float[] {9, 1}, 2), 2));
            assertEquals(3, index.search(new float[] {9, 1}, 2)[4], "what points away is last, behind what is zero");
            assertTrue(index.bytes() > 2L * documents.length * Float.BYTES);
        }
    }

    @Test
    void onlyTheFirstNumbersCount() {
        float[][] documents = {{0, 1, 9}, {1, 0, 0}};
        try (HnswIndex index = HnswIndex.of(documents, 2, TEN, Progress.SILENT)) {
            assertArrayEquals(new int[] {1, 0}, index.search(new float[] {1, 0.5f, 9}, 2));
        }
    }

    @Test
    void theSameVectorsGiveTheSameGraph() {
        float[][] documents = vectors(3000, new Random(5));
        float[][] queries = vectors(20, new Random(6));
        try (HnswIndex one = HnswIndex.of(documents, 16, TEN, Progress.SILENT);
                HnswIndex other = HnswIndex.of(documents, 16, TEN, Progress.SILENT)) {
            assertEquals(one.bytes(), other.bytes());
            for (float[] query : queries) {
                assertEquals(10, one.search(query, 16).length);
                assertArrayEquals(one.search(query, 16), other.search(query, 16));
            }
        }
    }

    @Test
    void progressCountsDocuments() {
        List<Long> done = new ArrayList<>();
        HnswIndex.of(vectors(3, new Random(1)), 16, TEN, (stage, now, total) -> done.add(now))
                .close();
        assertEquals(List.of(1L, 2L, 3L), done);
    }

    @Test
    void nothingIsLeftAfterAFailure() throws IOException {
        List<Path> before = folders();
        assertThrows(
                IllegalStateException.class,
                () -> HnswIndex.of(vectors(3, new Random(1)), 16, TEN, (stage, now, total) -> {
                    throw new IllegalStateException("stopped");
                }));
        HnswIndex.of(vectors(3, new Random(1)), 16, TEN, Progress.SILENT).close();
        assertEquals(before, folders());
        UserError error =
                assertThrows(UserError.class, () -> HnswIndex.of(new float[1][2000], 2000, TEN, Progress.SILENT));
        assertTrue(error.getMessage().contains("at most 1024 dimensions, got 2000"), error.getMessage());
    }

    @Test
    void settingsHaveRanges() {
        for (int[] wrong : new int[][] {{1, 100, 100}, {513, 100, 100}, {16, 0, 100}, {16, 3201, 100}, {16, 100, 9}}) {
            assertThrows(IllegalArgumentException.class, () -> new HnswSettings(wrong[0], wrong[1], wrong[2]));
        }
    }

    @Test
    void partsAreAddedUpAndTheirRecallIsTheMean() {
        IndexFacts facts = IndexFacts.ofParts(List.of(
                new IndexFacts(10, 3, Map.of(10, 1.0), 2, 0.5, 1005),
                new IndexFacts(30, 1, Map.of(10, 0.5), 4, 1.5, 3000)));
        assertEquals(new IndexFacts(40, 4, Map.of(10, 0.75), 6, 2, 4005), facts);
        assertEquals(2, facts.queriesPerSecond());
        assertEquals(101, facts.bytesPerDocument());
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("gemmatune-hnsw"))
                    .sorted()
                    .toList();
        }
    }

    private static float[][] vectors(int count, Random random) {
        float[][] vectors = new float[count][16];
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
        }
        return vectors;
    }
}

package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.metrics.DocumentOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactSearchTest {

    private static final long SEED = 7;
    private static final int DIMENSION = 27;
    private static final List<Integer> CUTS = List.of(27, 10, 4, 1);

    private final float[][] queries = vectors(9, new Random(SEED));
    private final float[][] documents = vectors(403, new Random(SEED + 1));
    private final List<String> ids =
            IntStream.range(0, 403).mapToObj(i -> "d" + (i * 7919 % 403)).toList();

    @Test
    void theHitsAreThoseOfSortingAllCosines() {
        Map<Integer, List<Hits>> found = new ExactSearch(50, 2).search(queries, documents, ids, CUTS);
        assertEquals(CUTS, List.copyOf(found.keySet()));
        for (int dimension : CUTS) {
            for (int query = 0; query < queries.length; query++) {
                double[] cosines = cosines(queries[query], dimension);
                Hits hits = found.get(dimension).get(query);
                assertEquals(50, hits.documents().length);
                int[] expected = best(cosines, 50);
                for (int rank = 0; rank < 50; rank++) {
                    assertEquals(cosines[expected[rank]], hits.scores()[rank], 1e-6, "rank " + rank + ", seed " + SEED);
                    assertEquals(cosines[hits.documents()[rank]], hits.scores()[rank], 1e-6);
                }
            }
        }
    }

    @Test
    void threadsAndBlocksChangeNoBit() {
        Map<Integer, List<Hits>> reference = new ExactSearch(60, 1, 256).search(queries, documents, ids, CUTS);
        for (int threads : List.of(1, 2, 5, 20)) {
            for (int block : List.of(1, 7, 64, 1000)) {
                assertSame(reference, new ExactSearch(60, threads, block).search(queries, documents, ids, CUTS), CUTS);
            }
        }
    }

    @Test
    void aDimensionGivesTheSameBitsAloneAndAmongOthers() {
        Map<Integer, List<Hits>> together = new ExactSearch(60, 2).search(queries, documents, ids, CUTS);
        for (int dimension : CUTS) {
            List<Integer> alone = List.of(dimension);
            assertSame(together, new ExactSearch(60, 2).search(queries, documents, ids, alone), alone);
        }
    }

    @Test
    void ofEqualScoresTheLargerIdsAreFoundAndComeFirst() {
        float[][] same = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 0}};
        List<String> names = List.of("b", "\uFFEE", "a", "z", "\uD83D\uDE00");
        Hits hits = new ExactSearch(3, 1)
                .search(new float[][] {{1, 0}}, same, names, List.of(2))
                .get(2)
                .get(0);
        assertArrayEquals(new int[] {4, 1, 0}, hits.documents(), "code points, not UTF-16 units");
        assertArrayEquals(new float[] {1, 1, 1}, hits.scores());
    }

    @Test
    void fewerDocumentsThanAskedForAreAllFound() {
        Hits hits = new ExactSearch(1000, 4)
                .search(new float[][] {{0, 1}}, new float[][] {{1, 0}, {0, -1}}, List.of("a", "b"), List.of(2))
                .get(2)
                .get(0);
        assertArrayEquals(new int[] {0, 1}, hits.documents());
        assertArrayEquals(new float[] {0, -1}, hits.scores());
    }

    @Test
    void aVectorThatIsZeroAtACutHasCosineZero() {
        Map<Integer, List<Hits>> found = new ExactSearch(10, 1)
                .search(new float[][] {{1, 0}}, new float[][] {{0, 1}, {0.6f, 0.8f}}, List.of("a", "b"), List.of(1, 2));
        assertArrayEquals(new float[] {1, 0}, found.get(1).get(0).scores());
        assertArrayEquals(new float[] {0.6f, 0}, found.get(2).get(0).scores());
    }

    @Test
    void nothingIsFoundInNothing() {
        assertEquals(
                0,
                new ExactSearch(10, 1)
                        .search(new float[][] {{1}}, new float[0][], List.of(), List.of(1))
                        .get(1)
                        .get(0)
                        .documents()
                        .length);
        assertTrue(new ExactSearch(10, 1)
                .search(new float[0][], documents, ids, List.of(1))
                .get(1)
                .isEmpty());
    }

    @Test
    void idsMustBeAsManyAsDocuments() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ExactSearch(10, 1).search(queries, documents, List.of("a"), List.of(1)));
    }

    @Test
    void keysOrderScoresAsNumbers() {
        float[] rising = {Float.NEGATIVE_INFINITY, -1f, -Float.MIN_VALUE, 0f, Float.MIN_VALUE, 0.5f, 1f};
        for (int i = 1; i < rising.length; i++) {
            assertTrue(BestDocuments.key(rising[i - 1], 9) < BestDocuments.key(rising[i], 0), "at " + rising[i]);
            assertEquals(rising[i], BestDocuments.score(BestDocuments.key(rising[i], 5)));
            assertEquals(5, BestDocuments.idRank(BestDocuments.key(rising[i], 5)));
        }
        assertEquals(BestDocuments.key(0f, 3), BestDocuments.key(-0f, 3));
    }

    private static void assertSame(
            Map<Integer, List<Hits>> expected, Map<Integer, List<Hits>> found, List<Integer> dimensions) {
        for (int dimension : dimensions) {
            for (int query = 0; query < expected.get(dimension).size(); query++) {
                Hits wanted = expected.get(dimension).get(query);
                Hits hits = found.get(dimension).get(query);
                assertArrayEquals(wanted.documents(), hits.documents());
                assertArrayEquals(wanted.scores(), hits.scores());
            }
        }
    }

    private double[] cosines(float[] query, int dimension) {
        return IntStream.range(0, documents.length)
                .mapToDouble(document -> {
                    double dot = dot(query, documents[document], dimension);
                    return dot
                            / Math.sqrt(dot(query, query, dimension)
                                    * dot(documents[document], documents[document], dimension));
                })
                .toArray();
    }

    private int[] best(double[] cosines, int depth) {
        Comparator<Integer> byScore = Comparator.comparing(document -> (float) cosines[document]);
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted(byScore.thenComparing((i, j) -> DocumentOrder.compare(ids.get(i), ids.get(j)))
                        .reversed())
                .limit(depth)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double dot(float[] x, float[] y, int dimension) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    private static float[][] vectors(int count, Random random) {
        float[][] vectors = new float[count][DIMENSION];
        for (float[] vector : vectors) {
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }
}

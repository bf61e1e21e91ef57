package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StreamingSearchTest {

    private static final int DIMENSION = 10;

    /** Many vectors come twice, so that there are ties within and between blocks. */
    private static float[][] vectors(int count, long seed) {
        Random random = new Random(seed);
        float[][] vectors = new float[count][DIMENSION];
        for (int i = 0; i < count; i++) {
            if (i > 3 && random.nextInt(3) == 0) {
                vectors[i] = vectors[random.nextInt(i)].clone();
            } else {
                for (int d = 0; d < DIMENSION; d++) {
                    vectors[i][d] = (float) random.nextGaussian();
                }
            }
        }
        return vectors;
    }

    private static List<Hits> search(float[][] queries, float[][] documents, int depth, int blockSize) {
        StreamingSearch search = new StreamingSearch(queries, depth, 2);
        for (int start = 0; start < documents.length; start += blockSize) {
            search.add(Arrays.copyOfRange(documents, start, Math.min(start + blockSize, documents.length)));
        }
        return search.best();
    }

    @Test
    void resultDoesNotDependOnTheBlocks() {
        float[][] queries = vectors(7, 1);
        float[][] documents = vectors(101, 2);
        List<Hits> atOnce = search(queries, documents, 20, 101);
        for (int blockSize : new int[] {1, 2, 19, 50, 100}) {
            List<Hits> inBlocks = search(queries, documents, 20, blockSize);
            for (int i = 0; i < queries.length; i++) {
                assertArrayEquals(atOnce.get(i).documents(), inBlocks.get(i).documents(), "blocks of " + blockSize);
                assertArrayEquals(atOnce.get(i).scores(), inBlocks.get(i).scores(), "blocks of " + blockSize);
            }
        }
    }

    @Test
    void bestOfAllAreFoundAndOfEqualOnesTheEarlier() {
        float[][] documents = {{0, 1}, {1, 1}, {1, 0}, {2, 2}, {3, 0}, {1, 0}};
        for (int blockSize = 1; blockSize <= 6; blockSize++) {
            Hits hits = search(new float[][] {{1, 0}}, documents, 4, blockSize).get(0);
            assertArrayEquals(new int[] {2, 4, 5, 1}, hits.documents(), "blocks of " + blockSize);
            assertEquals(1f, hits.scores()[0]);
            assertEquals(Math.sqrt(0.5), hits.scores()[3], 1e-6);
        }
    }

    @Test
    void fewDocumentsAreAllFoundAndNoneIsNone() {
        assertEquals(3, search(vectors(1, 1), vectors(3, 2), 10, 2).get(0).documents().length);
        assertEquals(0, search(vectors(1, 1), new float[0][], 10, 2).get(0).documents().length);
    }

    @Test
    void cosineOfAPairIsBitByBitThatOfTheSearch() {
        float[][] queries = vectors(5, 3);
        float[][] documents = vectors(40, 4);
        List<Hits> hits = search(queries, documents, 40, 7);
        for (int i = 0; i < queries.length; i++) {
            for (int j = 0; j < 40; j++) {
                float cosine = Cosine.of(queries[i], documents[hits.get(i).documents()[j]]);
                assertEquals(hits.get(i).scores()[j], cosine, 0f);
            }
        }
        assertEquals(0f, Cosine.of(new float[2], new float[] {1, 0}));
    }
}

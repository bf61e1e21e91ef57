package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.quantized.Int8Ranges;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.model.Matryoshka;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodeSearchTest {

    private static final long SEED = 11;
    private static final int DIMENSION = 70;

    private final float[][] queries = unit(6, new Random(SEED));
    private final float[][] documents = unit(301, new Random(SEED + 1));
    private final List<String> ids =
            IntStream.range(0, 301).mapToObj(i -> "d" + (i * 7919 % 301)).toList();
    private final IdOrder order = IdOrder.of(ids);

    @Test
    void int8ScoresAreIntegerDotProductsWithTiesById() {
        for (int dimension : List.of(70, 33, 3)) {
            Int8Ranges ranges = ranges(dimension);
            byte[][] codes = ranges.codes(Matryoshka.cut(documents, dimension));
            byte[][] queryCodes = ranges.codes(Matryoshka.cut(queries, dimension));
            List<Hits> found = search(40, 10, 2, 64, Precision.INT8, dimension);
            for (int query = 0; query < queries.length; query++) {
                byte[] asked = queryCodes[query];
                assertRanking(found.get(query), 40, document -> {
                    int sum = 0;
                    for (int i = 0; i < dimension; i++) {
                        sum += asked[i] * codes[document][i];
                    }
                    return sum;
                });
            }
        }
    }

    @Test
    void binaryScoresAreDotProductsOfSignsWithTiesById() {
        for (int dimension : List.of(70, 64, 5)) {
            List<Hits> found = search(50, 10, 3, 64, Precision.BINARY, dimension);
            for (int query = 0; query < queries.length; query++) {
                float[] asked = queries[query];
                assertRanking(found.get(query), 50, document -> {
                    int sum = 0;
                    for (int i = 0; i < dimension; i++) {
                        sum += (asked[i] > 0) == (documents[document][i] > 0) ? 1 : -1;
                    }
                    return sum;
                });
            }
        }
    }

    @Test
    void rescoringOrdersTheCandidatesByTheFloatQueryAndLeavesTheRest() {
        List<Hits> plain = search(40, 10, 1, 64, Precision.BINARY, DIMENSION);
        List<Hits> rescored = search(40, 10, 1, 64, Precision.BINARY_RESCORED, DIMENSION);
        for (int query = 0; query < queries.length; query++) {
            int[] before = plain.get(query).documents();
            int[] after = rescored.get(query).documents();
            assertArrayEquals(
                    IntStream.of(before).limit(10).sorted().toArray(),
                    IntStream.of(after).limit(10).sorted().toArray(),
                    "the same ten candidates");
            assertArrayEquals(
                    IntStream.of(before).skip(10).toArray(),
                    IntStream.of(after).skip(10).toArray());
            float[] scores = rescored.get(query).scores();
            for (int rank = 0; rank < 10; rank++) {
                assertEquals(signProduct(queries[query], documents[after[rank]]), scores[rank], 1e-6);
            }
            for (int rank = 1; rank < scores.length; rank++) {
                assertTrue(scores[rank] <= scores[rank - 1], "scores fall");
            }
        }
    }

    @Test
    void moreCandidatesThanDepthComeFromBehindIt() {
        List<Hits> all = search(301, 301, 1, 64, Precision.BINARY_RESCORED, DIMENSION);
        List<Hits> few = search(5, 301, 1, 64, Precision.BINARY_RESCORED, DIMENSION);
        for (int query = 0; query < queries.length; query++) {
            assertArrayEquals(
                    IntStream.of(all.get(query).documents()).limit(5).toArray(),
                    few.get(query).documents());
        }
    }

    @Test
    void rescoredInt8IsNearTheCosine() {
        List<Hits> found = search(20, 50, 2, 64, Precision.INT8_RESCORED, DIMENSION);
        for (int query = 0; query < queries.length; query++) {
            for (int rank = 0; rank < 20; rank++) {
                double cosine = 0;
                for (int i = 0; i < DIMENSION; i++) {
                    cosine += queries[query][i] * documents[found.get(query).documents()[rank]][i];
                }
                assertEquals(cosine, found.get(query).scores()[rank], 0.01);
            }
        }
    }

    @Test
    void threadsAndBlocksChangeNoBit() {
        for (Precision precision :
                List.of(Precision.INT8, Precision.INT8_RESCORED, Precision.BINARY, Precision.BINARY_RESCORED)) {
            List<Hits> reference = search(30, 15, 1, 512, precision, DIMENSION);
            for (int threads : List.of(1, 2, 20)) {
                for (int block : List.of(1, 7, 1000)) {
                    List<Hits> found = search(30, 15, threads, block, precision, DIMENSION);
                    for (int query = 0; query < queries.length; query++) {
                        assertArrayEquals(
                                reference.get(query).documents(),
                                found.get(query).documents());
                        assertArrayEquals(
                                reference.get(query).scores(), found.get(query).scores());
                    }
                }
            }
        }
    }

    private List<Hits> search(int depth, int candidates, int threads, int block, Precision precision, int dimension) {
        return new CodeSearch(depth, candidates, threads, block)
                .search(precision, queries, documents, order, dimension, ranges(dimension));
    }

    private Int8Ranges ranges(int dimension) {
        return Int8Ranges.of(Matryoshka.cut(documents, dimension));
    }

    private void assertRanking(Hits hits, int depth, java.util.function.IntUnaryOperator score) {
        int[] expected = IntStream.range(0, documents.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer document) -> score.applyAsInt(document))
                        .thenComparing(ids::get)
                        .reversed())
                .mapToInt(Integer::intValue)
                .limit(depth)
                .toArray();
        assertArrayEquals(expected, hits.documents());
        for (int rank = 0; rank < depth; rank++) {
            assertEquals(score.applyAsInt(expected[rank]), hits.scores()[rank]);
        }
    }

    private static double signProduct(float[] query, float[] document) {
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += document[i] > 0 ? query[i] : -query[i];
        }
        return sum / Math.sqrt(query.length);
    }

    private static float[][] unit(int count, Random random) {
        float[][] vectors = new float[count][DIMENSION];
        for (float[] vector : vectors) {
            double squares = 0;
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] = (float) random.nextGaussian();
                squares += vector[i] * vector[i];
            }
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] /= (float) Math.sqrt(squares);
            }
        }
        return vectors;
    }
}

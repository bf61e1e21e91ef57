package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** An index of 100,000 documents finds nearly all of what the exact search finds; what it costs is reported. */
@Tag("slow")
class IndexBenchmarkTest {

    private static final int DIMENSION = 768;
    /** Embeddings of texts vary in far fewer directions than they have numbers; so do these. */
    private static final int DIRECTIONS = 32;
    /** In which lies a share of every vector's length. */
    private static final float NOISE = 0.3f;

    @Test
    void aLargeCorpusIsIndexedAndFoundAgain(TestReporter reporter) {
        Random random = new Random(3);
        float[][] directions = gaussian(DIRECTIONS, DIMENSION, random);
        float[][] documents = vectors(100_000, directions, random);
        float[][] queries = vectors(1_700, directions, random);
        List<String> ids =
                IntStream.range(0, documents.length).mapToObj(Integer::toString).toList();
        long start = System.nanoTime();
        Map<Integer, List<Hits>> exact = new ExactSearch(100, 2).search(queries, documents, ids, List.of(DIMENSION));
        double seconds = (System.nanoTime() - start) / 1e9;
        IndexFacts facts = new IndexedEvaluation(HnswSettings.DEFAULT, 100, 2, IdOrder.of(ids), Progress.SILENT)
                .evaluate(
                        queries,
                        documents,
                        exact,
                        hits -> new RetrievalResult.AtDimension(Map.of(), Map.of(), Map.of()))
                .get(DIMENSION)
                .facts();
        reporter.publishEntry(Map.of(
                "exact queries/s", String.valueOf(queries.length / seconds),
                "queries/s", String.valueOf(facts.queriesPerSecond()),
                "build s", String.valueOf(facts.buildSeconds()),
                "recall", facts.recall().toString(),
                "bytes", String.valueOf(facts.bytes())));
        assertTrue(facts.recall().get(10) > 0.9, facts::toString);
        assertTrue(facts.bytes() < 1.2 * documents.length * DIMENSION * Float.BYTES, facts::toString);
    }

    private static float[][] vectors(int count, float[][] directions, Random random) {
        float[][] vectors = new float[count][];
        for (int v = 0; v < count; v++) {
            float[] vector = gaussian(1, DIMENSION, random)[0];
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] *= NOISE;
            }
            for (float[] direction : directions) {
                float weight = (float) random.nextGaussian() / (float) Math.sqrt(directions.length);
                for (int i = 0; i < DIMENSION; i++) {
                    vector[i] += weight * direction[i];
                }
            }
            vectors[v] = vector;
        }
        return vectors;
    }

    private static float[][] gaussian(int count, int dimension, Random random) {
        float[][] vectors = new float[count][dimension];
        for (float[] vector : vectors) {
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }
}

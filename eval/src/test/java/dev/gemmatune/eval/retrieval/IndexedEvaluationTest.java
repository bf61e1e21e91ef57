package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Qrels;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.KeywordEmbedder;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexedEvaluationTest {

    private static final HnswSettings SETTINGS = new HnswSettings(16, 100, 10);

    @Test
    void ofFewDocumentsTheIndexFindsWhatTheExactSearchFindsTiesIncluded() {
        RetrievalDataset dataset = new RetrievalDataset(
                "bank",
                List.of(
                        new Document("d1", "loan", "rate"),
                        new Document("d2", "", "loan fee"),
                        new Document("d3", "", "card"),
                        new Document("d4", "", "card"),
                        new Document("d5", "", "nothing known")),
                List.of(new Query("q1", "loan fee"), new Query("q2", "card"), new Query("q3", "unknown")),
                new Qrels(Map.of("q1", Map.of("d1", 1, "d2", 2), "q2", Map.of("d3", 1), "q3", Map.of("d5", 1))));
        RetrievalResult result = RetrievalEvaluator.evaluate(
                dataset,
                new KeywordEmbedder("loan", "rate", "fee", "card"),
                RetrievalPrompts.NONE,
                List.of(4, 2),
                RetrievalOptions.DEFAULT.withIndex(SETTINGS),
                Progress.SILENT);
        RetrievalResult.Index index = result.index().orElseThrow();
        assertEquals(List.of(4, 2), List.copyOf(index.byDimension().keySet()));
        index.byDimension().forEach((dimension, indexed) -> {
            RetrievalResult.AtDimension exact = result.byDimension().get(dimension);
            assertEquals(exact.metrics(), indexed.found().metrics());
            exact.run()
                    .forEach((query, ranking) -> assertEquals(
                            List.copyOf(ranking.asMap().entrySet()),
                            List.copyOf(indexed.found().run().get(query).asMap().entrySet())));
            IndexFacts facts = indexed.facts();
            assertEquals(Map.of(10, 1.0), facts.recall(), "more than 10 candidates are not looked for");
            assertEquals(5, facts.documents());
            assertEquals(3, facts.queries());
            assertTrue(facts.buildSeconds() > 0 && facts.searchSeconds() > 0 && facts.bytes() > 0);
        });
        Scores scores = result.scores();
        assertEquals(
                scores.primary(4),
                scores.index().orElseThrow().byDimension().get(4).metrics().get("ndcg_at_10"));
    }

    @Test
    void whatTheIndexMissesIsMissingInRecallAndRanking() {
        float[][] documents = vectors(4000, new Random(2));
        float[][] queries = vectors(40, new Random(3));
        List<String> ids =
                IntStream.range(0, documents.length).mapToObj(Integer::toString).toList();
        Map<Integer, List<Hits>> exact = new ExactSearch(100, 2).search(queries, documents, ids, List.of(32));
        List<List<Hits>> judged = new ArrayList<>();
        Map<Integer, RetrievalResult.Indexed> found = new IndexedEvaluation(
                        new HnswSettings(2, 2, 10), 100, 2, IdOrder.of(ids), Progress.SILENT)
                .evaluate(queries, documents, exact, hits -> {
                    judged.add(hits);
                    return new RetrievalResult.AtDimension(Map.of(), Map.of(), Map.of());
                });
        double hits = 0;
        for (int query = 0; query < queries.length; query++) {
            Map<Integer, Float> cosines = new LinkedHashMap<>();
            Hits all = exact.get(32).get(query);
            for (int i = 0; i < 100; i++) {
                cosines.put(all.documents()[i], all.scores()[i]);
            }
            List<Integer> best = IntStream.of(all.documents()).limit(10).boxed().toList();
            Hits some = judged.get(0).get(query);
            assertEquals(10, some.documents().length);
            for (int i = 0; i < 10; i++) {
                hits += best.contains(some.documents()[i]) ? 1 : 0;
                Float cosine = cosines.get(some.documents()[i]);
                assertTrue(cosine == null || cosine == some.scores()[i], "a score is that of the exact search");
            }
        }
        double recall = found.get(32).facts().recall().get(10);
        assertEquals(hits / 400, recall, 1e-12);
        assertTrue(recall > 0 && recall < 0.9, "so poor a graph misses something, got " + recall);
    }

    private static float[][] vectors(int count, Random random) {
        float[][] vectors = new float[count][32];
        for (float[] vector : vectors) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
        }
        return vectors;
    }
}

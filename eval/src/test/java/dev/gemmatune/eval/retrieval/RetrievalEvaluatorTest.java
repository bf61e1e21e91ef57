package dev.gemmatune.eval.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Qrels;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.KeywordEmbedder;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrievalEvaluatorTest {

    private static final RetrievalPrompts PROMPTS = new RetrievalPrompts("ask: ", "doc: ");

    private final KeywordEmbedder embedder = new KeywordEmbedder("loan", "rate", "fee", "card");

    private final RetrievalDataset dataset = new RetrievalDataset(
            "bank",
            List.of(
                    new Document("d1", "loan", "rate"),
                    new Document("d2", "", "loan fee"),
                    new Document("d3", "", "card"),
                    new Document("d4", "", "card")),
            List.of(new Query("q1", "loan fee"), new Query("q2", "card")),
            new Qrels(Map.of("q1", Map.of("d1", 1, "d2", 2), "q2", Map.of("d3", 1))));

    @Test
    void theMetricsAreThoseOfARankingByHand() {
        RetrievalResult result = evaluate(List.of(4), RetrievalOptions.DEFAULT);
        RetrievalResult.AtDimension found = result.byDimension().get(4);
        Ranking first = found.run().get("q1");
        assertEquals(List.of("d2", "d1", "d4", "d3"), List.copyOf(first.asMap().keySet()));
        assertEquals(1.0, first.score(0), 1e-6);
        assertEquals(0.5, first.score(1), 1e-6);
        assertEquals(0.0, first.score(3));
        assertEquals(1.0, found.perQuery().get("q1").get("ndcg_at_10"), 1e-12);
        // d3 and d4 tie at 1; d4 has the larger id, so the relevant d3 is second.
        assertEquals(1 / 1.584962500721156, found.perQuery().get("q2").get("ndcg_at_10"), 1e-12);
        assertEquals(0.81546, found.metrics().get("ndcg_at_10"));
        assertEquals(0.75, found.metrics().get("mrr_at_10"));
        assertEquals(0.25, found.metrics().get("accuracy"), "q1 finds one of its two documents at 1");
    }

    @Test
    void aCutDimensionSeesOnlyTheFirstKeywords() {
        RetrievalResult result = evaluate(List.of(4, 2), RetrievalOptions.DEFAULT);
        assertEquals(List.of(4, 2), List.copyOf(result.byDimension().keySet()));
        Ranking first = result.byDimension().get(2).run().get("q1");
        // Cut to (loan, rate): the query is (1, 0), d1 (1, 1)/√2, d2 (1, 0).
        assertEquals(1.0, first.asMap().get("d2"), 1e-6);
        assertEquals(Math.sqrt(0.5), first.asMap().get("d1"), 1e-6);
        Ranking second = result.byDimension().get(2).run().get("q2");
        assertEquals(Map.of("d1", 0.0, "d2", 0.0, "d3", 0.0, "d4", 0.0), second.asMap(), "no keyword is left");
    }

    @Test
    void equalTextsAreEmbeddedOnceWithTheirPrompt() {
        evaluate(List.of(4, 2), RetrievalOptions.DEFAULT);
        assertEquals(
                List.of("ask: loan fee", "ask: card", "doc: loan rate", "doc: loan fee", "doc: card"),
                embedder.asked());
    }

    @Test
    void aDocumentOfTheQuerysIdCanBeIgnored() {
        RetrievalDataset same = new RetrievalDataset(
                "same",
                List.of(new Document("1", "", "loan"), new Document("2", "", "loan fee")),
                List.of(new Query("1", "loan")),
                new Qrels(Map.of("1", Map.of("2", 1))));
        for (boolean ignore : List.of(true, false)) {
            RetrievalOptions options = RetrievalOptions.DEFAULT.withIgnoreIdenticalIds(ignore);
            RetrievalResult result =
                    RetrievalEvaluator.evaluate(same, embedder, PROMPTS, List.of(), options, Progress.SILENT);
            assertEquals(
                    ignore ? 1.0 : 0.5, result.byDimension().get(4).metrics().get("mrr_at_10"));
        }
    }

    @Test
    void progressCountsDifferentTexts() {
        List<String> updates = new ArrayList<>();
        RetrievalEvaluator.evaluate(
                dataset,
                embedder,
                PROMPTS,
                List.of(),
                RetrievalOptions.DEFAULT,
                (stage, done, total) -> updates.add(stage + " " + done + "/" + total));
        assertEquals(List.of("queries 0/2", "queries 2/2", "documents 0/3", "documents 3/3"), updates);
    }

    @Test
    void runsAreKeptOnlyIfWanted() {
        RetrievalResult result = evaluate(List.of(), RetrievalOptions.DEFAULT.withoutRuns());
        assertTrue(result.byDimension().get(4).run().isEmpty());
        assertEquals(2, result.byDimension().get(4).perQuery().size());
        assertTrue(result.timing().total() > 0);
    }

    @Test
    void aDimensionThatTheModelDoesNotHaveNamesTheRange() {
        for (int dimension : List.of(5, 0, -1)) {
            UserError error =
                    assertThrows(UserError.class, () -> evaluate(List.of(4, dimension), RetrievalOptions.DEFAULT));
            assertTrue(error.getMessage().contains("dimension " + dimension), error.getMessage());
            assertTrue(error.getMessage().contains("choose from 1 to 4"), error.getMessage());
        }
        assertTrue(embedder.asked().isEmpty(), "it is found out before anything is embedded");
    }

    @Test
    void anEmbeddingThatIsNoNumberIsAnError() {
        TextEmbedder broken = new TextEmbedder() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public float[][] embed(List<String> texts, String prompt) {
                return texts.stream().map(text -> new float[] {Float.NaN}).toArray(float[][]::new);
            }
        };
        UserError error = assertThrows(
                UserError.class,
                () -> RetrievalEvaluator.evaluate(
                        dataset, broken, PROMPTS, List.of(), RetrievalOptions.DEFAULT, Progress.SILENT));
        assertTrue(error.getMessage().contains("one of the queries holds NaN"), error.getMessage());
        assertTrue(error.getMessage().contains("\"loan fee\""), error.getMessage());
    }

    @Test
    void asAnEvaluationItGivesScoresAtEachDimension() {
        RetrievalEvaluation evaluation =
                new RetrievalEvaluation(dataset, PROMPTS, List.of(4, 2), RetrievalOptions.DEFAULT);
        Scores scores = evaluation.run(embedder);
        assertEquals("bank/test", evaluation.name());
        assertEquals("ndcg_at_10", scores.primaryMetric());
        assertEquals(List.of(4, 2), scores.dimensions());
        assertEquals(0.81546, scores.primary(4));
        assertEquals(0.81546, scores.primary());
        assertEquals(1.0, scores.value(2, "recall_at_10"));
        assertThrows(IllegalArgumentException.class, () -> scores.primary(3));
    }

    private RetrievalResult evaluate(List<Integer> dimensions, RetrievalOptions options) {
        return RetrievalEvaluator.evaluate(dataset, embedder, PROMPTS, dimensions, options, Progress.SILENT);
    }
}

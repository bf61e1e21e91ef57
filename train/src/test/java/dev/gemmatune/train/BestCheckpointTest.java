package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.GoldenVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestCheckpointTest {

    private static final List<String> PROBE = List.of("The keeper lights the lamp.");

    @TempDir
    Path run;

    /** Gives scores that were fixed before, and keeps what it has seen of the model. */
    private static final class Scripted implements Evaluation {

        private final String name;
        private final double[] scores;
        private final List<float[]> vectors = new ArrayList<>();
        private final List<Integer> arrays = new ArrayList<>();

        Scripted(String name, double... scores) {
            this.name = name;
            this.scores = scores;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Scores run(TextEmbedder embedder, Progress progress) {
            if (embedder instanceof EmbeddingModel model) {
                try (NDManager manager = model.encoder().newSubManager()) {
                    arrays.add(manager.getParentManager().getManagedArrays().size());
                }
            }
            vectors.add(embedder.embed(PROBE, "")[0]);
            double score = scores[vectors.size() - 1];
            // The metric that decides is the primary one at the largest dimension.
            return new Scores(
                    "ndcg", Map.of(96, Map.of("ndcg", score, "map", 1 - score), 48, Map.of("ndcg", 1 - score)));
        }
    }

    @Test
    void bestIsChosenByTheFirstEvaluationsPrimaryMetric() throws IOException {
        Scripted first = new Scripted("first", 0.95, 0.5, 0.9, 0.9, 0.3);
        Scripted second = new Scripted("second", 0.1, 0.2, 0.3, 0.4, 1);
        TrainingResult result = train(first, second, 4);
        assertEquals(2, result.bestStep());
        assertEquals(0.9, result.best().orElseThrow().primary());
        assertEquals(0.95, result.before().orElseThrow().primary());
        assertEquals(run.resolve("best"), result.bestCheckpoint());
        try (EmbeddingModel best = EmbeddingModel.load(result.bestCheckpoint());
                EmbeddingModel last = EmbeddingModel.load(result.lastCheckpoint())) {
            GoldenVectors.assertClose(first.vectors.get(2), best.embed(PROBE, "")[0], 1e-6, "best");
            GoldenVectors.assertClose(first.vectors.get(4), last.embed(PROBE, "")[0], 1e-6, "last");
        }
        assertTrue(distance(first.vectors.get(2), first.vectors.get(4)) > 1e-4, "the model does not move");
    }

    @Test
    void evaluationsAreLogged() throws IOException {
        train(new Scripted("first", 0.9, 0.5, 0.6), new Scripted("second", 0.1, 0.2, 0.3), 2);
        List<JsonObject> lines = Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> Json.parseObject(line, "metrics.jsonl"))
                .filter(line -> line.has("evaluation"))
                .toList();
        assertEquals(6, lines.size());
        List<String> best = lines.stream()
                .filter(line -> line.get("best").getAsBoolean())
                .map(line -> line.get("evaluation").getAsString() + line.get("step"))
                .toList();
        assertEquals(List.of("first1", "first2"), best);
        JsonObject scores = lines.get(2).getAsJsonObject("scores");
        assertEquals(0.5, scores.getAsJsonObject("96").get("ndcg").getAsDouble());
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        Scripted watching = new Scripted("watching", new double[21]);
        train(watching, new Scripted("other", new double[21]), 20);
        List<Integer> counts = watching.arrays;
        assertEquals(21, counts.size());
        assertTrue(counts.get(1) > 0, "the manager of the weights was not found");
        assertEquals(counts.get(1), counts.get(20), "arrays of the encoder after each step: " + counts);
    }

    private TrainingResult train(Evaluation first, Evaluation second, int steps) {
        TrainingSettings settings = TinyTraining.settings(1, OptionalInt.of(steps), 1e-3, 0, 0, 1);
        return new FineTuning(TinyTraining.job(run, settings, first, second), TrainingListener.NONE).run();
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}

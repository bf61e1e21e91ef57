package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Early stopping, the best few checkpoints, and the average of the last ones. */
class SelectionTest {

    private static final String WEIGHT = "layers.2.mlp.down_proj.weight";

    @TempDir
    Path run;

    /** Scores that were fixed before; keeps a weight as it was at each evaluation. */
    private static final class Scripted implements Evaluation {

        private final double[] scores;
        private final List<float[]> weights = new ArrayList<>();

        Scripted(double... scores) {
            this.scores = scores;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public Scores run(TextEmbedder embedder, Progress progress) {
            NDArray weight = ((EmbeddingModel) embedder).encoder().trained().get(WEIGHT);
            weights.add(weight.toFloatArray());
            return new Scores("score", Map.of(96, Map.of("score", scores[weights.size() - 1])));
        }
    }

    @Test
    void impatienceEndsTheTraining() {
        TrainingResult result = train(new Scripted(0.1, 0.2, 0.3, 0.3, 0.25), settings(1, OptionalInt.of(2), 0, 0));
        assertEquals(4, result.steps());
        assertEquals(2, result.bestStep());
        assertFalse(result.interrupted());
    }

    @Test
    void improvementMustBeLargeEnough() {
        TrainingResult result =
                train(new Scripted(0, 0.2, 0.24, 0.26, 0.27, 0.28), settings(1, OptionalInt.of(2), 0.05, 0));
        // 0.26 is more than 0.05 above 0.2; 0.27 and 0.28 are no more above 0.26.
        assertEquals(5, result.steps());
        assertEquals(5, result.bestStep());
    }

    @Test
    void bestFewAreKept() throws IOException {
        train(new Scripted(0, 0.2, 0.5, 0.1, 0.3, 0.3), settings(2, OptionalInt.empty(), 0, 0));
        assertEquals(List.of("step-000002", "step-000004"), steps());
        Checkpoint.open(run.resolve("step-000004"));
    }

    @Test
    void averageOfTheLastIsACandidate() {
        Scripted evaluation = new Scripted(0, 0.2, 0.3, 0.25, 0.3, 0.3, 0.9);
        TrainingResult result = train(evaluation, settings(1, OptionalInt.empty(), 0, 3));
        assertEquals(0.9, result.best().orElseThrow().primary());
        float[] averaged = evaluation.weights.get(6);
        for (int i = 0; i < averaged.length; i++) {
            double sum = 0;
            for (int last = 3; last <= 5; last++) {
                sum += evaluation.weights.get(last)[i];
            }
            assertEquals((float) (sum / 3), averaged[i]);
        }
        float[] best = floats(Checkpoint.open(result.bestCheckpoint()), averaged.length);
        for (int i = 0; i < best.length; i++) {
            assertEquals(averaged[i], best[i]);
        }
        assertTrue(Files.exists(run.resolve("averaged")));
        assertFalse(Files.exists(run.resolve("snapshots")));
    }

    private TrainingResult train(Scripted evaluation, SelectionSettings selection) {
        TrainingSettings base = TinyTraining.settings(1, OptionalInt.of(5), 1e-3, 0, 0, 1);
        TrainingSettings settings = new TrainingSettings(
                1,
                base.steps(),
                base.batches(),
                base.optimizer(),
                base.quantization(),
                selection,
                base.save(),
                0,
                1,
                1);
        return new FineTuning(TinyTraining.job(run, settings, evaluation), TrainingListener.NONE).run();
    }

    private static SelectionSettings settings(int keep, OptionalInt patience, double improvement, int average) {
        return new SelectionSettings(true, 1, keep, patience, improvement, average);
    }

    private static float[] floats(Checkpoint checkpoint, int count) {
        float[] values = new float[count];
        checkpoint.weights(WEIGHT).asFloatBuffer().get(values);
        return values;
    }

    private List<String> steps() throws IOException {
        try (Stream<Path> paths = Files.list(run)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }
}

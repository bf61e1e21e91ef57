package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.train.batch.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {

    @TempDir
    Path folder;

    @Test
    void epochsAndTheirFractionsGiveTheAnnouncedNumberOfSteps() {
        assertSteps(3, 0.5, OptionalInt.empty());
        assertSteps(9, 1.5, OptionalInt.empty());
        assertSteps(1, 0.01, OptionalInt.empty());
        assertSteps(7, 1, OptionalInt.of(7));
    }

    @Test
    void stepsCountEpochs() {
        List<StepReport> reports = train(TinyTraining.steps(8)).reports();
        assertEquals(1.0 / 6, reports.get(0).epoch(), 1e-12);
        assertEquals(1, reports.get(5).epoch(), 1e-12);
        assertEquals(8.0 / 6, reports.get(7).epoch(), 1e-12);
    }

    @Test
    void stopLeavesACompleteLastCheckpoint() {
        List<FineTuning> running = new ArrayList<>();
        TrainingJob job = TinyTraining.job(folder.resolve("run"), TinyTraining.steps(6));
        FineTuning tuning = new FineTuning(job, new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == 3) {
                    running.get(0).stop();
                }
            }
        });
        running.add(tuning);
        TrainingResult result = tuning.run();
        assertTrue(result.interrupted());
        assertEquals(3, result.steps());
        assertFalse(Arrays.equals(vector(TinyCheckpoint.folder()), vector(result.lastCheckpoint())));
    }

    @Test
    void finishedTrainingIsNotInterrupted() {
        TrainingResult result = train(TinyTraining.steps(2)).result();
        assertFalse(result.interrupted());
        assertEquals(2, result.steps());
        assertEquals(result.lastCheckpoint(), result.bestCheckpoint());
    }

    @Test
    void sameSeedGivesTheSameBits() throws IOException {
        byte[] first = shuffled("first", 1);
        assertArrayEquals(first, shuffled("second", 1));
        assertFalse(Arrays.equals(first, shuffled("other", 2)));
    }

    @Test
    void metricsFileHasALinePerStep() throws IOException {
        Run run = train(TinyTraining.steps(3));
        List<String> lines = Files.readAllLines(folder.resolve("run/metrics.jsonl"));
        assertEquals(3, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            JsonObject line = Json.parseObject(lines.get(i), "line " + i);
            StepReport report = run.reports().get(i);
            assertEquals(report.step(), line.get("step").getAsLong());
            assertEquals(report.epoch(), line.get("epoch").getAsDouble());
            assertEquals(report.loss(), line.get("loss").getAsDouble());
            assertEquals(report.learningRate(), line.get("learning_rate").getAsDouble());
            assertEquals(report.gradientNorm(), line.get("grad_norm").getAsDouble());
            assertEquals(
                    report.tokens() / report.seconds(),
                    line.get("tokens_per_second").getAsDouble());
        }
    }

    private record Run(TrainingResult result, List<StepReport> reports) {}

    private Run train(TrainingSettings settings) {
        return train("run", settings);
    }

    private Run train(String name, TrainingSettings settings) {
        List<StepReport> reports = new ArrayList<>();
        TrainingJob job = TinyTraining.job(folder.resolve(name), settings);
        TrainingResult result = new FineTuning(job, new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        reports.add(report);
                    }
                })
                .run();
        return new Run(result, reports);
    }

    private void assertSteps(int expected, double epochs, OptionalInt steps) {
        Run run = train("steps-" + expected, TinyTraining.settings(epochs, steps, 1e-4, 0.1, 0, 0));
        assertEquals(expected, run.result().steps());
        run.reports().forEach(report -> assertEquals(expected, report.totalSteps()));
    }

    private byte[] shuffled(String name, long seed) throws IOException {
        TrainingSettings base = TinyTraining.settings(1, OptionalInt.of(4), 1e-3, 0, 0.01, 0);
        BatchSettings batches = new BatchSettings(8, 1, true, true, Sampling.BY_SIZE, TinyTraining.TOKEN_BUDGET, false);
        TrainingSettings settings = new TrainingSettings(
                1,
                base.steps(),
                batches,
                base.optimizer(),
                base.quantization(),
                base.selection(),
                base.save(),
                0,
                seed,
                1);
        TrainingResult result =
                new FineTuning(TinyTraining.job(folder.resolve(name), settings), TrainingListener.NONE).run();
        return Files.readAllBytes(result.lastCheckpoint().resolve("model.safetensors"));
    }

    private static float[] vector(Path checkpoint) {
        try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
            return model.embed(List.of("When does the fog come in?"), "")[0];
        }
    }
}

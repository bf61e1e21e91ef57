package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second training into the folder of a first. */
class SecondRunTest {

    private static final TrainingSettings TWO_STEPS = TinyTraining.steps(2);

    @TempDir
    Path folder;

    private final TrainingData rows = TinyTraining.data("pairs.jsonl");

    private FineTuningBuilder tuning() {
        return FineTuning.builder(TinyCheckpoint.folder(), folder.resolve("run"))
                .data(rows)
                .settings(TWO_STEPS);
    }

    @Test
    void isRefusedOrBeginsAnew() throws IOException {
        Path run = folder.resolve("run");
        tuning().evaluation(new VectorSum()).build().run();
        assertTrue(Files.exists(run.resolve("best")));
        List<String> metrics = Files.readAllLines(run.resolve("metrics.jsonl"));
        String message =
                assertThrows(UserError.class, () -> tuning().build().run()).getMessage();
        assertTrue(message.contains(run + " holds an earlier run") && message.contains("overwrite(true)"), message);
        assertEquals(metrics, Files.readAllLines(run.resolve("metrics.jsonl")));

        TrainingResult result = tuning().overwrite(true).build().run();
        assertEquals(run.resolve("last"), result.bestCheckpoint());
        assertFalse(Files.exists(run.resolve("best")), "the best model is that of the first run");
        assertEquals(
                metrics.stream().filter(line -> line.contains("\"loss\"")).count(),
                Files.readAllLines(run.resolve("metrics.jsonl")).size());
    }

    @Test
    void doesNotClearTheModelItStartsFrom() {
        Path run = folder.resolve("run");
        TrainingResult first = tuning().build().run();
        FineTuning second = FineTuning.builder(first.lastCheckpoint(), run)
                .data(rows)
                .settings(TWO_STEPS)
                .overwrite(true)
                .build();
        String message = assertThrows(UserError.class, second::run).getMessage();
        assertTrue(message.contains("the new one reads " + first.lastCheckpoint()), message);
        assertTrue(Files.exists(first.lastCheckpoint().resolve("model.safetensors")));
    }
}

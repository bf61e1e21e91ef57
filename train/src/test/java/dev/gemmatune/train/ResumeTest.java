package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import dev.gemmatune.train.batch.Sampling;
import dev.gemmatune.train.optimizer.ScheduleShape;
import dev.gemmatune.train.quantization.QuantizationSettings;
import dev.gemmatune.train.run.RecordedEvents;
import dev.gemmatune.train.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped or has died goes on as if nothing had happened. */
class ResumeTest {

    private static final int STEPS = 7;

    @TempDir
    Path folder;

    /** Ends the training as a crash would, in the middle of a step's end. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void stoppedRunEndsWithTheSameBits() throws IOException {
        Path whole = whole(new SavePeriod.Never());
        Path run = folder.resolve("run");
        AtomicReference<FineTuning> running = new AtomicReference<>();
        running.set(tuning(run, new SavePeriod.Never(), 1e-3, step -> {
            if (step == 3) {
                running.get().stop();
            }
        }));
        assertTrue(running.get().run().interrupted());
        TrainingResult result =
                tuning(run, new SavePeriod.Never(), 1e-3, step -> {}).resume();
        assertFalse(result.interrupted());
        assertEquals(STEPS, result.steps());
        assertSame(whole, run);
    }

    @Test
    void crashedRunGoesOnFromItsLastState() throws IOException {
        Path whole = whole(new SavePeriod.Steps(2));
        Path run = folder.resolve("run");
        for (int crash : new int[] {1, 2, 4, 5}) {
            FineTuning tuning = tuning(run, new SavePeriod.Steps(2), 1e-3, step -> {
                if (step == crash) {
                    throw new Crash();
                }
            });
            assertThrows(Crash.class, tuning::resume);
        }
        tuning(run, new SavePeriod.Steps(2), 1e-3, step -> {}).resume();
        assertSame(whole, run);
    }

    @Test
    void finishedRunGivesItsResultAgain() {
        Path run = folder.resolve("run");
        TrainingResult first =
                tuning(run, new SavePeriod.Never(), 1e-3, step -> {}).run();
        TrainingResult again = tuning(run, new SavePeriod.Never(), 1e-3, step -> {
                    throw new AssertionError("it trains again");
                })
                .resume();
        assertEquals(first, again);
    }

    @Test
    void otherSettingsAreRefused() {
        Path run = folder.resolve("run");
        FineTuning crashing = tuning(run, new SavePeriod.Steps(1), 1e-3, step -> {
            if (step == 2) {
                throw new Crash();
            }
        });
        assertThrows(Crash.class, crashing::run);
        FineTuning other = tuning(run, new SavePeriod.Steps(1), 1e-4, step -> {});
        String message = assertThrows(UserError.class, other::resume).getMessage();
        assertTrue(message.contains("other settings"), message);
    }

    @Test
    void finishedRunKeepsNoStates() throws IOException {
        Path run = whole(new SavePeriod.Steps(1));
        assertEquals(List.of("finished.json"), names(run.resolve("state")));
    }

    private Path whole(SavePeriod save) {
        Path run = folder.resolve("whole");
        assertFalse(tuning(run, save, 1e-3, step -> {}).run().interrupted());
        return run;
    }

    private interface AfterStep {
        void done(long step);
    }

    private static FineTuning tuning(Path run, SavePeriod save, double rate, AfterStep after) {
        TrainingSettings settings = new TrainingSettings(
                1,
                OptionalInt.of(STEPS),
                new BatchSettings(8, 2, true, true, Sampling.BY_SIZE, TinyTraining.TOKEN_BUDGET, true),
                new OptimizerSettings(rate, ScheduleShape.COSINE, 0.3, 0.01, 1, List.of()),
                QuantizationSettings.NONE,
                new SelectionSettings(true, 2, 2, OptionalInt.empty(), 0, 3),
                save,
                10,
                7,
                1);
        return new FineTuning(TinyTraining.job(run, settings, new VectorSum()), new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                after.done(report.step());
            }

            @Override
            public void onEpoch(double epochs, long step, TextEmbedder model) {
                new RunFolder(run).log(epochs, step, "what a listener logs", Map.of("epochs", epochs));
            }
        });
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        assertEquals(names(expected), names(actual));
        for (String checkpoint : names(expected)) {
            Path weights = expected.resolve(checkpoint).resolve("model.safetensors");
            if (Files.exists(weights)) {
                assertArrayEquals(
                        Files.readAllBytes(weights),
                        Files.readAllBytes(actual.resolve(checkpoint).resolve("model.safetensors")),
                        checkpoint);
            }
        }
        assertEquals(withoutTimes(expected), withoutTimes(actual));
        assertEquals(events(expected), events(actual));
    }

    private static List<RecordedEvents.Value> events(Path run) throws IOException {
        List<RecordedEvents.Value> events = RecordedEvents.read(run);
        assertTrue(events.stream().anyMatch(event -> event.tag().equals("train/loss") && event.step() == STEPS));
        assertTrue(events.stream().anyMatch(event -> event.tag().equals("watch/epochs")), events::toString);
        return events.stream()
                .filter(event -> !event.tag().equals("train/tokens_per_second"))
                .toList();
    }

    private static List<String> withoutTimes(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> line.replaceAll("\"tokens_per_second\":[^,}]*", ""))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}

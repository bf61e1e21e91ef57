package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergenceTest {

    @TempDir
    Path folder;

    @Test
    void lossThatIsNoNumberNamesStepAndRows() {
        Path broken = folder.resolve("broken");
        Checkpoint source = Checkpoint.open(TinyCheckpoint.folder());
        CheckpointWriter.write(
                broken, source, name -> name.equals("norm.weight") ? notANumber(96) : source.weights(name));
        Path run = folder.resolve("run");
        String message = failure(broken, run, 1e-4, new ArrayList<>());
        assertParts(message, "the loss is NaN", "step 1 ", "rows 1, 2, 3, 4, 5, 6, 7, 8 of ", "pairs.jsonl", "last");
        Checkpoint last = Checkpoint.open(run.resolve("last"));
        assertTrue(Float.isNaN(last.weights("norm.weight").getFloat(0)));
        assertArrayEquals(
                bytes(source.weights("layers.3.mlp.up_proj.weight")),
                bytes(last.weights("layers.3.mlp.up_proj.weight")));
    }

    @Test
    void weightsThatRunAwayAreCaughtAtTheNextStep() {
        List<StepReport> reports = new ArrayList<>();
        String message = failure(TinyCheckpoint.folder(), folder.resolve("run"), 1e30, reports);
        assertEquals(1, reports.size());
        assertParts(message, "step 2 ", "rows 9, 10, ", "learning_rate");
        Checkpoint.open(folder.resolve("run/last"));
    }

    private static String failure(Path checkpoint, Path run, double rate, List<StepReport> reports) {
        TrainingJob job = TinyTraining.job(checkpoint, run, TinyTraining.settings(1, OptionalInt.of(5), rate, 0, 0, 0));
        FineTuning tuning = new FineTuning(job, new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                reports.add(report);
            }
        });
        return assertThrows(UserError.class, tuning::run).getMessage();
    }

    private static void assertParts(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), "\"" + part + "\" in: " + message);
        }
    }

    private static ByteBuffer notANumber(int count) {
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat(i * Float.BYTES, Float.NaN);
        }
        return values;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

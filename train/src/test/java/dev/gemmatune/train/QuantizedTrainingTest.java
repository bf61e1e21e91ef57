package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.train.quantization.QuantizationSettings;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantization-aware training from end to end. */
final class QuantizedTrainingTest {

    private static final int STEPS = 6;
    private static final String WEIGHT = "layers.1.mlp.up_proj.weight";

    @TempDir
    Path folder;

    @Test
    void theCheckpointHoldsWhatAnExportWillStore() {
        assertEquals(0, roundingError("quantized", new QuantizationSettings(QuantizationPlan.INT8, 0.5)), 1e-6);
        assertTrue(roundingError("float", QuantizationSettings.NONE) > 1e-4);
    }

    @Test
    void aResumedRunEndsWithTheSameBits() throws IOException {
        QuantizationSettings settings = new QuantizationSettings(QuantizationPlan.INT8, 0.5);
        byte[] whole = Files.readAllBytes(weights(tuning("whole", settings, 0).run()));
        assertTrue(tuning("parts", settings, 2).run().interrupted()); // in floats
        assertTrue(tuning("parts", settings, 3).resume().interrupted()); // on the border
        assertTrue(tuning("parts", settings, 5).resume().interrupted()); // quantized
        assertArrayEquals(
                whole, Files.readAllBytes(weights(tuning("parts", settings, 0).resume())));
    }

    @Test
    void roundingChangesWhatIsLearnt() throws IOException {
        QuantizationSettings late = new QuantizationSettings(QuantizationPlan.INT8, 0.9);
        QuantizationSettings early = new QuantizationSettings(QuantizationPlan.INT8, 0);
        byte[] first = Files.readAllBytes(weights(tuning("late", late, 0).run()));
        byte[] second = Files.readAllBytes(weights(tuning("early", early, 0).run()));
        assertTrue(!Arrays.equals(first, second));
    }

    /** The largest change, relative to the largest weight, that quantizing the trained weights makes. */
    private double roundingError(String name, QuantizationSettings settings) {
        Checkpoint trained = Checkpoint.open(tuning(name, settings, 0).run().lastCheckpoint());
        FloatBuffer buffer = trained.weights(WEIGHT).asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        int columns = trained.shapes().get(WEIGHT).get(1).intValue();
        float[] stored = Quantizer.of(QuantizationScheme.INT8).fake(WEIGHT, values, columns);
        double error = 0;
        double largest = 0;
        for (int i = 0; i < values.length; i++) {
            error = Math.max(error, Math.abs(values[i] - stored[i]));
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return error / largest;
    }

    private static Path weights(TrainingResult result) {
        return result.lastCheckpoint().resolve("model.safetensors");
    }

    /** A tuning that is stopped after {@code stopAfter} steps; 0 for never. */
    private FineTuning tuning(String name, QuantizationSettings quantization, int stopAfter) {
        TrainingSettings base = TinyTraining.steps(STEPS);
        TrainingSettings settings = new TrainingSettings(
                base.epochs(),
                base.steps(),
                base.batches(),
                base.optimizer(),
                quantization,
                base.selection(),
                base.save(),
                base.explosionRatio(),
                base.seed(),
                base.logEvery());
        AtomicReference<FineTuning> running = new AtomicReference<>();
        running.set(new FineTuning(TinyTraining.job(folder.resolve(name), settings), new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == stopAfter) {
                    running.get().stop();
                }
            }
        }));
        return running.get();
    }
}

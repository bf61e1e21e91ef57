package dev.gemmatune.export.verify;

import ai.djl.Device;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * The weights of a written file in the trainer's encoder, for formats whose own runtime does not run on the JVM.
 */
public final class ReadBackModel implements ExportedModel {

    /** Values that are compared at a time, about. */
    private static final int PART = 1 << 20;

    private final String runtime;
    private final GemmaEncoder encoder;

    private ReadBackModel(String runtime, GemmaEncoder encoder) {
        this.runtime = runtime;
        this.encoder = encoder;
    }

    /**
     * Holds every value that was read back against what should have been stored, and loads them. Costs the quantizer's
     * work once more, and memory for the weights in float32.
     *
     * @param runtime what it is called
     * @param readBack the checkpoint with the weights of the written file
     * @param original the checkpoint that was exported
     * @param rounding what a reader should get back
     * @throws UserError if a weight is not what was to be stored
     */
    public static ReadBackModel load(
            String runtime, Checkpoint readBack, Checkpoint original, StoredCheckpoint.Rounding rounding) {
        Checkpoint checked = original.withWeights(name -> {
            ByteBuffer found = readBack.weights(name);
            List<Long> shape = original.shapes().get(name);
            if (shape.size() > 1) {
                compare(name, Math.toIntExact(shape.get(1)), found.asFloatBuffer(), original, rounding);
            }
            return found;
        });
        return new ReadBackModel(runtime, GemmaEncoder.forInference(checked, Device.cpu(), ComputeType.FLOAT32));
    }

    @Override
    public String runtime() {
        return runtime;
    }

    @Override
    public Map<String, float[][]> embed(List<int[]> texts) {
        return Map.of("embedding", encoder.embed(PackedBatch.of(texts)));
    }

    @Override
    public void close() {
        encoder.close();
    }

    private static void compare(
            String name, int columns, FloatBuffer found, Checkpoint original, StoredCheckpoint.Rounding rounding) {
        FloatBuffer source = original.weights(name).asFloatBuffer();
        int part = Math.max(1, PART / columns) * columns;
        while (source.hasRemaining()) {
            float[] values = new float[Math.min(part, source.remaining())];
            source.get(values);
            for (float expected : rounding.of(name, values, columns)) {
                float value = found.get();
                if (value != expected) {
                    throw new UserError("the weight " + name + " was read back from the export as " + value
                            + " instead of " + expected + "; the disk or the memory may be faulty. Export again");
                }
            }
        }
    }
}

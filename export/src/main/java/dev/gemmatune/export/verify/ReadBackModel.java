package dev.gemmatune.export.verify;

import ai.djl.Device;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.PackedBatch;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The weights of a written file in the trainer's encoder, for formats whose own runtime does not run on the JVM.
 */
public final class ReadBackModel implements ExportedModel {

    private final String runtime;
    private final GemmaEncoder encoder;

    private ReadBackModel(String runtime, GemmaEncoder encoder) {
        this.runtime = runtime;
        this.encoder = encoder;
    }

    /**
     * Holds every value that was read back against what should have been stored, and loads them. Costs the quantizer's
     * work once more.
     *
     * @param runtime what it is called
     * @param readBack the checkpoint with the weights of the written file
     * @param original the checkpoint that was exported
     * @param rounding what a reader should get back
     * @throws UserError if a weight is not what was to be stored
     */
    public static ReadBackModel load(
            String runtime, Checkpoint readBack, Checkpoint original, StoredCheckpoint.Rounding rounding) {
        original.shapes().forEach((name, shape) -> {
            if (shape.size() > 1) {
                compare(name, readBack, original, rounding);
            }
        });
        return new ReadBackModel(runtime, GemmaEncoder.forInference(readBack, Device.cpu(), ComputeType.FLOAT32));
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
            String name, Checkpoint readBack, Checkpoint original, StoredCheckpoint.Rounding rounding) {
        int columns = Math.toIntExact(original.shapes().get(name).get(1));
        Iterator<ByteBuffer> found = readBack.parts(name).iterator();
        for (ByteBuffer part : original.parts(name)) {
            compare(name, rounding.of(name, floats(part), columns), floats(found.next()));
        }
    }

    private static float[] floats(ByteBuffer part) {
        FloatBuffer source = part.asFloatBuffer();
        float[] values = new float[source.remaining()];
        source.get(values);
        return values;
    }

    private static void compare(String name, float[] expected, float[] found) {
        for (int i = 0; i < found.length; i++) {
            if (found[i] != expected[i]) {
                throw new UserError("the weight " + name + " was read back from the export as " + found[i]
                        + " instead of " + expected[i]
                        + "; the disk or the memory may be faulty. Export again");
            }
        }
    }
}

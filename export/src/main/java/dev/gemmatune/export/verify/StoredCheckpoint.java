package dev.gemmatune.export.verify;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.LegacyContent;
import dev.gemmatune.model.checkpoint.LegacyLayout;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/** A checkpoint with the weights that the reader of an export gets back, for the trainer to compute with. */
public final class StoredCheckpoint {

    /** Values that are in memory at a time, about. */
    private static final int CHUNK = 1 << 18;

    /** Gives what a reader gets back. */
    @FunctionalInterface
    public interface Rounding {
        /** The values of whole rows of {@code columns} values after storing and reading; {@code values} may be changed. */
        float[] of(String name, float[] values, int columns);
    }

    private StoredCheckpoint() {}

    /**
     * Writes it into an existing folder; costs the disk space of the checkpoint in float32.
     *
     * @throws IOException if a file cannot be written
     */
    public static void write(Checkpoint source, Rounding rounding, Path folder) throws IOException {
        LegacyLayout.write(folder, LegacyContent.of(source), (name, sink) -> write(source, name, rounding, sink));
        LegacyTokenizer.copy(
                source.folder().resolve(CheckpointFiles.TOKENIZER),
                folder,
                source.maxSequenceLength(),
                source.config().maxPositions());
    }

    private static void write(Checkpoint source, String name, Rounding rounding, SafetensorsWriter.Sink sink)
            throws IOException {
        List<Long> shape = source.shapes().get(name);
        int columns = Math.toIntExact(shape.get(shape.size() - 1));
        FloatBuffer values = source.weights(name).asFloatBuffer();
        int most = Math.max(1, CHUNK / columns) * columns;
        while (values.hasRemaining()) {
            float[] chunk = new float[Math.min(most, values.remaining())];
            values.get(chunk);
            float[] stored = shape.size() == 1 ? chunk : rounding.of(name, chunk, columns);
            ByteBuffer bytes = ByteBuffer.allocate(stored.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(stored);
            sink.put(bytes);
        }
    }
}

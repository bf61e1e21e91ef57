package dev.gemmatune.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The rows of a table that is stored somewhere, given as float32 one by one; only what is read of it costs memory.
 */
public interface StoredRows {

    /** Values of a part, about: 4 MB. */
    int PART = 1 << 20;

    /** The number of rows. */
    int rows();

    /** Values of a row. */
    int columns();

    /**
     * Copies a row, widened to float32, into {@code target} from {@code offset} on.
     *
     * @param row 0 to {@link #rows()} - 1
     */
    void copy(int row, float[] target, int offset);

    /**
     * Puts rows one after another at the begin of a little-endian buffer.
     *
     * @param first the first of them
     * @param count how many
     */
    default void copy(int first, int count, ByteBuffer target) {
        FloatBuffer floats = target.asFloatBuffer();
        float[] row = new float[columns()];
        for (int i = 0; i < count; i++) {
            copy(first + i, row, 0);
            floats.put(row);
        }
    }

    /** All values as little-endian float32 in a direct buffer of their own. */
    default ByteBuffer toFloat32() {
        ByteBuffer values = ByteBuffer.allocateDirect(Math.toIntExact((long) rows() * columns() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        copy(0, rows(), values);
        return values;
    }

    /**
     * The rows some megabytes at a time, as float32 in a buffer that serves for all of them: its content is the reader's,
     * to be written over as well, until the next part is asked for.
     */
    default Iterable<ByteBuffer> parts() {
        int most = Math.max(1, PART / columns());
        return () -> {
            ByteBuffer part = ByteBuffer.allocate(Math.min(most, rows()) * columns() * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            return IntStream.iterate(0, first -> first < rows(), first -> first + most)
                    .mapToObj(first -> {
                        int count = Math.min(most, rows() - first);
                        copy(first, count, part.clear());
                        return part.limit(count * columns() * Float.BYTES);
                    })
                    .iterator();
        };
    }

    /** The rows of little-endian float32 values in memory. */
    static StoredRows ofFloat32(ByteBuffer values, int columns) {
        return new FloatRows(values, ElementType.F32, columns);
    }
}

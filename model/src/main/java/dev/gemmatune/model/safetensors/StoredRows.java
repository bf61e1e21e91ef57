package dev.gemmatune.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The rows of a table that is stored somewhere, given as float32 one by one; only what is read of it costs memory.
 */
public interface StoredRows {

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

    /** All values as little-endian float32 in a direct buffer of their own. */
    default ByteBuffer toFloat32() {
        ByteBuffer values = ByteBuffer.allocateDirect(Math.toIntExact((long) rows() * columns() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = values.asFloatBuffer();
        float[] row = new float[columns()];
        for (int i = 0; i < rows(); i++) {
            copy(i, row, 0);
            floats.put(row);
        }
        return values;
    }

    /** The rows of little-endian float32 values in memory. */
    static StoredRows ofFloat32(ByteBuffer values, int columns) {
        return new FloatRows(values, ElementType.F32, columns);
    }
}

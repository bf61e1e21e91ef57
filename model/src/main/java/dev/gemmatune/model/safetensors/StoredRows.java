package dev.gemmatune.model.safetensors;

import java.nio.ByteBuffer;

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

    /** The rows of little-endian float32 values in memory. */
    static StoredRows ofFloat32(ByteBuffer values, int columns) {
        return new FloatRows(values, ElementType.F32, columns);
    }
}

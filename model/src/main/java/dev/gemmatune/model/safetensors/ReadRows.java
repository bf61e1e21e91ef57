package dev.gemmatune.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows that are read from the file instead of being mapped: a pass over all of them leaves nothing in this process's
 * memory, as pages of a mapping would until the collector lets go of it. Opens the file for each reading, so it is for
 * many rows at a time.
 *
 * @param file where they lie
 * @param entry which tensor of it
 */
record ReadRows(SafetensorsFile file, TensorEntry entry) implements StoredRows {

    @Override
    public int rows() {
        return Math.toIntExact(entry.shape().get(0));
    }

    @Override
    public int columns() {
        return Math.toIntExact(entry.shape().get(1));
    }

    @Override
    public void copy(int row, float[] target, int offset) {
        ByteBuffer values = ByteBuffer.allocate(columns() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        copy(row, 1, values);
        values.asFloatBuffer().get(target, offset, columns());
    }

    @Override
    public void copy(int first, int count, ByteBuffer target) {
        int values = count * columns();
        int bytes = values * entry.type().bytes();
        int begin = values * Float.BYTES - bytes;
        // 16-bit numbers go into the second half, where none is overwritten before it has been widened.
        file.read(entry, (long) first * columns() * entry.type().bytes(), target.slice(begin, bytes));
        if (entry.type() != ElementType.F32) {
            for (int i = 0; i < values; i++) {
                target.putFloat(i * Float.BYTES, entry.type().widen(target.getShort(begin + i * Short.BYTES)));
            }
        }
    }
}

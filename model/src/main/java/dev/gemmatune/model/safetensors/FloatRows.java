package dev.gemmatune.model.safetensors;

import java.nio.ByteBuffer;

/**
 * Rows of floats in a buffer, which may be mapped.
 *
 * @param values little-endian
 * @param type of the values, a float type
 * @param columns values of a row
 */
record FloatRows(ByteBuffer values, ElementType type, int columns) implements StoredRows {

    @Override
    public int rows() {
        return values.capacity() / type.bytes() / columns;
    }

    @Override
    public void copy(int row, float[] target, int offset) {
        int begin = row * columns * type.bytes();
        for (int column = 0; column < columns; column++) {
            int place = begin + column * type.bytes();
            target[offset + column] =
                    type == ElementType.F32 ? values.getFloat(place) : type.widen(values.getShort(place));
        }
    }
}

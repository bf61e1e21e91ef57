package dev.gemmatune.model.safetensors;

import java.nio.ByteBuffer;

/** The rows of a mapped tensor of two dimensions; only what is read of it costs memory. */
public final class StoredRows {

    private final ByteBuffer values;
    private final ElementType type;
    private final int columns;

    StoredRows(ByteBuffer values, ElementType type, int columns) {
        this.values = values;
        this.type = type;
        this.columns = columns;
    }

    /** The rows of little-endian float32 values in memory. */
    public static StoredRows ofFloat32(ByteBuffer values, int columns) {
        return new StoredRows(values, ElementType.F32, columns);
    }

    /** Values of a row. */
    public int columns() {
        return columns;
    }

    /** The number of rows. */
    public int rows() {
        return values.capacity() / type.bytes() / columns;
    }

    /** Copies a row, widened to float32 exactly, into {@code target} from {@code offset} on. */
    public void copy(int row, float[] target, int offset) {
        int begin = row * columns * type.bytes();
        for (int column = 0; column < columns; column++) {
            int place = begin + column * type.bytes();
            target[offset + column] =
                    type == ElementType.F32 ? values.getFloat(place) : type.widen(values.getShort(place));
        }
    }
}

package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.safetensors.StoredRows;
import java.nio.ByteBuffer;

/** Gives the values of weights that do not lie in a checkpoint's own files. */
@FunctionalInterface
public interface WeightSource {

    /**
     * The little-endian float32 values of a weight, row-major, in a direct buffer of its own: the encoder lays its arrays
     * over it.
     *
     * @param name one of {@link Checkpoint#shapes()}
     */
    ByteBuffer weights(String name);

    /**
     * The rows of a weight of two dimensions; unless overridden, over a buffer of all of them.
     *
     * @param columns values of a row
     */
    default StoredRows rows(String name, int columns) {
        return StoredRows.ofFloat32(weights(name), columns);
    }
}

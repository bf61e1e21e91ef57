package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.safetensors.ElementType;
import java.util.List;

/** Lays DJL arrays over the weights of a checkpoint. */
final class StoredWeights {

    private StoredWeights() {}

    /**
     * A float32 array of a weight. On the CPU a float32 weight is not copied: the array lies over the read-only mapping,
     * and writing it would end the process. Other types are widened by libtorch.
     */
    static NDArray array(Checkpoint checkpoint, String name, NDManager manager) {
        DataType type = dataType(checkpoint.elementType(name));
        NDArray stored = manager.create(
                checkpoint.stored(name), shape(checkpoint.shapes().get(name)), type);
        if (type == DataType.FLOAT32) {
            return stored;
        }
        try (stored) {
            return stored.toType(DataType.FLOAT32, true);
        }
    }

    private static DataType dataType(ElementType type) {
        return switch (type) {
            case F32 -> DataType.FLOAT32;
            case BF16 -> DataType.BFLOAT16;
            case F16 -> DataType.FLOAT16;
        };
    }

    private static Shape shape(List<Long> sizes) {
        return new Shape(sizes.stream().mapToLong(Long::longValue).toArray());
    }
}

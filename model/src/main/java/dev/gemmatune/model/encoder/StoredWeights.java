package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.util.List;

/** Lays DJL arrays over the weights of a checkpoint. */
final class StoredWeights {

    private StoredWeights() {}

    /**
     * A float32 array of a weight. On the CPU a float32 weight is not copied: the array lies over the read-only mapping,
     * and writing it would end the process. Other types are widened by libtorch.
     */
    static NDArray array(Checkpoint checkpoint, String name, GemmaEncoder encoder) {
        List<Long> sizes = checkpoint.shapes().get(name);
        return switch (checkpoint.elementType(name)) {
            case F32 -> encoder.manager().create(checkpoint.stored(name), shape(sizes, 1), DataType.FLOAT32);
            case BF16 -> widen("widen_bf16", checkpoint, name, encoder);
            case F16 -> widen("widen_f16", checkpoint, name, encoder);
        };
    }

    private static NDArray widen(String method, Checkpoint checkpoint, String name, GemmaEncoder encoder) {
        Shape bytes = shape(checkpoint.shapes().get(name), Short.BYTES);
        try (NDArray stored = encoder.manager().create(checkpoint.stored(name), bytes, DataType.UINT8)) {
            return encoder.convert(method, "bytes", stored);
        }
    }

    private static Shape shape(List<Long> sizes, int lastDimensionTimes) {
        long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
        shape[shape.length - 1] *= lastDimensionTimes;
        return new Shape(shape);
    }
}

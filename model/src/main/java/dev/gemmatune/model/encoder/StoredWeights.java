package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.ByteBuffer;

/** Lays DJL arrays over the weights of a checkpoint. */
final class StoredWeights {

    private StoredWeights() {}

    /**
     * A float32 array of a weight. On the CPU a float32 weight is not copied: the array lies over the read-only mapping,
     * and writing it would end the process. A weight of 16 bits is widened into memory of its own: libtorch could do
     * that as well, but DJL has no array of bfloat16, and TorchScript source has no way to look at bytes as another
     * type.
     */
    static NDArray array(Checkpoint checkpoint, String name, GemmaEncoder encoder) {
        return encoder.manager().create(checkpoint.weights(name), shape(checkpoint, name), DataType.FLOAT32);
    }

    /** A float32 array of a weight in memory of its own, which may be written. */
    static NDArray copy(Checkpoint checkpoint, String name, GemmaEncoder encoder) {
        if (encoder.manager().getDevice().isGpu()) {
            return array(checkpoint, name, encoder);
        }
        NDArray copy = encoder.manager().create(shape(checkpoint, name), DataType.FLOAT32);
        ByteBuffer memory = copy.toByteBuffer(true); // libtorch's own: what is put there is in the array
        for (ByteBuffer part : checkpoint.parts(name)) {
            memory.put(part);
        }
        return copy;
    }

    /** A weight that is not trained, in the type in which it is multiplied. */
    static NDArray frozen(Checkpoint checkpoint, String name, ComputeType compute, GemmaEncoder encoder) {
        return compute == ComputeType.BFLOAT16 && name.contains("_proj.")
                ? narrow(copy(checkpoint, name, encoder), encoder)
                : array(checkpoint, name, encoder);
    }

    private static Shape shape(Checkpoint checkpoint, String name) {
        return new Shape(checkpoint.shapes().get(name).stream()
                .mapToLong(Long::longValue)
                .toArray());
    }

    /** A weight in bfloat16, in place of the given one. DJL's own conversion ends the process, so the script does it. */
    private static NDArray narrow(NDArray weight, GemmaEncoder encoder) {
        try (weight;
                NDManager step = encoder.newSubManager()) {
            weight.setName("weight");
            NDArray converted = encoder.call("narrow", step, new NDList(weight));
            converted.attach(encoder.manager());
            return converted;
        }
    }
}

package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.model.checkpoint.Checkpoint;

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
        long[] shape = checkpoint.shapes().get(name).stream()
                .mapToLong(Long::longValue)
                .toArray();
        return encoder.manager().create(checkpoint.weights(name), new Shape(shape), DataType.FLOAT32);
    }

    /** A weight that is not trained, in the type in which it is multiplied. */
    static NDArray frozen(Checkpoint checkpoint, String name, ComputeType compute, GemmaEncoder encoder) {
        NDArray weight = array(checkpoint, name, encoder);
        return compute == ComputeType.BFLOAT16 && name.contains("_proj.") ? narrow(weight, encoder) : weight;
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

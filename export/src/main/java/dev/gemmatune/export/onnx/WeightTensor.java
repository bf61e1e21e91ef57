package dev.gemmatune.export.onnx;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A float32 tensor of the external data file, computed when its turn to be written has come.
 *
 * @param name its name in the graph
 * @param shape its sizes, outermost first
 * @param source gives the values
 */
record WeightTensor(String name, List<Long> shape, Source source) {

    /** Gives the values of a tensor. */
    @FunctionalInterface
    interface Source {
        /** Little-endian float32, position 0 to limit; may be mapped or new, and is not kept by the caller. */
        ByteBuffer bytes();
    }

    /** Copies the shape. */
    WeightTensor {
        shape = List.copyOf(shape);
    }

    /** The size of the values. */
    long bytes() {
        long product = Float.BYTES;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}

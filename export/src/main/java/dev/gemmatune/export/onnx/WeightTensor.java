package dev.gemmatune.export.onnx;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor of weights, computed when its turn to be written has come.
 *
 * @param name its name in the graph
 * @param type its element type
 * @param shape its sizes, outermost first
 * @param source gives the values
 */
record WeightTensor(String name, WeightType type, List<Long> shape, Source source) {

    /** Gives the values of a tensor. */
    @FunctionalInterface
    interface Source {
        /** Little-endian elements, position 0 to limit; may be mapped or new, and is not kept by the caller. */
        ByteBuffer bytes();
    }

    /** Copies the shape. */
    WeightTensor {
        shape = List.copyOf(shape);
    }

    /** A float32 tensor. */
    WeightTensor(String name, List<Long> shape, Source source) {
        this(name, WeightType.FLOAT32, shape, source);
    }

    /** The size of the values. */
    long bytes() {
        long product = type.bytes();
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** The values, refused if they are not as many as the shape says. */
    ByteBuffer values() {
        ByteBuffer values = source.bytes().duplicate();
        if (values.remaining() != bytes()) {
            throw new IllegalStateException(
                    name + " must have " + bytes() + " bytes for shape " + shape + ", got " + values.remaining());
        }
        return values;
    }
}

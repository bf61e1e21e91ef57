package dev.gemmatune.export.onnx;

import dev.gemmatune.model.files.ByteSink;
import java.io.IOException;
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
        /** Gives little-endian elements, in order. */
        void write(ByteSink sink) throws IOException;
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

    /**
     * Gives the values, part by part.
     *
     * @throws IllegalStateException if they are not as many as the shape says
     */
    void write(ByteSink sink) throws IOException {
        long[] given = {0};
        source.write(part -> {
            given[0] += part.remaining();
            sink.put(part);
        });
        if (given[0] != bytes()) {
            throw new IllegalStateException(
                    name + " must have " + bytes() + " bytes for shape " + shape + ", got " + given[0]);
        }
    }
}

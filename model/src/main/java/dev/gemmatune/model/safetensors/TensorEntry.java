package dev.gemmatune.model.safetensors;

import java.util.List;

/**
 * What the header says of one tensor.
 *
 * @param name its name in the file
 * @param type element type
 * @param shape sizes of its dimensions, outermost first; empty for a scalar
 * @param begin offset of its first byte from the start of the file
 * @param bytes its length
 */
public record TensorEntry(String name, ElementType type, List<Long> shape, long begin, long bytes) {

    /** Copies the shape. */
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** The number of elements. */
    public long elements() {
        return bytes / type.bytes();
    }
}

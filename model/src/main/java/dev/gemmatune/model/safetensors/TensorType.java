package dev.gemmatune.model.safetensors;

import java.util.List;

/**
 * Type and shape of a tensor that is to be written.
 *
 * @param element type of its elements
 * @param shape its sizes, outermost first
 */
public record TensorType(ElementType element, List<Long> shape) {

    /** Copies the shape. */
    public TensorType {
        shape = List.copyOf(shape);
    }

    /** The size of its elements together. */
    public long bytes() {
        long product = element.bytes();
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}

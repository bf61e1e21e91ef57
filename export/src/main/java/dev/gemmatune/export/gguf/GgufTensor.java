package dev.gemmatune.export.gguf;

import java.util.List;

/**
 * A tensor of a file.
 *
 * @param name its name there
 * @param shape its sizes, outermost first (the file has them innermost first)
 * @param type how its values are stored
 */
record GgufTensor(String name, List<Long> shape, GgufType type) {

    /** Copies the shape. */
    GgufTensor {
        shape = List.copyOf(shape);
    }

    /** The number of values. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Values of a row. */
    int columns() {
        return Math.toIntExact(shape.get(shape.size() - 1));
    }

    /** Its size in the file. */
    long bytes() {
        return type.bytes(elements());
    }
}

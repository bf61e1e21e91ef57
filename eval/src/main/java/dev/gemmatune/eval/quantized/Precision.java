package dev.gemmatune.eval.quantized;

import java.util.Locale;

/** In what a document's embedding is kept, and how a query is compared with it. */
public enum Precision {
    /** Four bytes a number; cosine. */
    FLOAT32,
    /** A byte a number, in ranges calibrated on the corpus; the query is coded alike, integer dot product. */
    INT8,
    /** INT8, whose best documents are put in order again by the float query and the documents' codes. */
    INT8_RESCORED,
    /** A bit a number, its sign; Hamming distance to the query's signs. */
    BINARY,
    /** BINARY, whose best documents are put in order again by the float query and the documents' signs. */
    BINARY_RESCORED;

    private static final int FLOAT_BYTES = 4;

    /** The size of a document's embedding. */
    public int bytes(int dimension) {
        return switch (this) {
            case FLOAT32 -> FLOAT_BYTES * dimension;
            case INT8, INT8_RESCORED -> dimension;
            case BINARY, BINARY_RESCORED -> (dimension + Byte.SIZE - 1) / Byte.SIZE;
        };
    }

    /** Whether the codes need ranges. */
    public boolean calibrated() {
        return this == INT8 || this == INT8_RESCORED;
    }

    /** The name in files and options: {@code binary_rescored}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

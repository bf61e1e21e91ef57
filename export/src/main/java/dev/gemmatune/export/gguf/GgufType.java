package dev.gemmatune.export.gguf;

import dev.gemmatune.model.quantization.GgmlBlocks;
import dev.gemmatune.model.quantization.QuantizationScheme;
import java.util.Arrays;
import java.util.Optional;

/** The element types of tensors that are written here; {@code ggml_type} in ggml-org/llama.cpp's {@code ggml.h}. */
enum GgufType {
    /** Four bytes a value. */
    F32(0, 1, Float.BYTES),
    /** Two bytes a value. */
    BF16(30, 1, Short.BYTES),
    /** 18 bytes for 32 values. */
    Q4_0(2, GgmlBlocks.SIZE, GgmlBlocks.bytes(QuantizationScheme.Q4_0)),
    /** 34 bytes for 32 values. */
    Q8_0(8, GgmlBlocks.SIZE, GgmlBlocks.bytes(QuantizationScheme.Q8_0));

    private final int number;
    private final int block;
    private final int blockBytes;

    GgufType(int number, int block, int blockBytes) {
        this.number = number;
        this.block = block;
        this.blockBytes = blockBytes;
    }

    /** The number that stands for the type in a file. */
    int number() {
        return number;
    }

    /** Bytes of {@code elements} values. */
    long bytes(long elements) {
        return elements / block * blockBytes;
    }

    /** How values become codes; empty for the float types. */
    Optional<QuantizationScheme> scheme() {
        return switch (this) {
            case F32, BF16 -> Optional.empty();
            case Q4_0 -> Optional.of(QuantizationScheme.Q4_0);
            case Q8_0 -> Optional.of(QuantizationScheme.Q8_0);
        };
    }

    /** The type of a scheme that ggml has. */
    static GgufType of(QuantizationScheme scheme) {
        return switch (scheme) {
            case Q4_0 -> Q4_0;
            case Q8_0 -> Q8_0;
            case INT8, INT8_REDUCED ->
                throw new IllegalArgumentException("scheme must be one of ggml's, got " + scheme);
        };
    }

    /** The type of a number in a file; empty if it is not one of these. */
    static Optional<GgufType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findAny();
    }
}

package dev.gemmatune.model.quantization;

import dev.gemmatune.model.UserError;

/**
 * How a weight is stored in fewer bits. A weight is taken row by row (the input dimension of a linear layer), and a row in
 * blocks that share a scale; a value is {@code code * scale}.
 *
 * <p>The scale of a scheme with blocks of 32 is rounded to binary16 before anything is multiplied by it, because that is
 * how it is stored.
 */
public enum QuantizationScheme {
    /**
     * 4 bits, blocks of 32, codes -8 to 7: the value of largest magnitude becomes -8. ggml's Q4_0, and the symmetric
     * blocks of ONNX Runtime's {@code MatMulNBits}.
     */
    Q4_0(4, 32, -8, 7),
    /** 8 bits, blocks of 32, codes -127 to 127. ggml's Q8_0. */
    Q8_0(8, 32, -127, 127),
    /** 8 bits, a float32 scale for each row, codes -127 to 127. */
    INT8(8, 0, -127, 127),
    /**
     * The same with codes -63 to 63: sums of two products then fit the 16 bits that x86 processors without VNNI
     * instructions add them in (the {@code reduce_range} of ONNX Runtime).
     */
    INT8_REDUCED(8, 0, -63, 63);

    private final int bits;
    private final int block;
    private final int smallestCode;
    private final int largestCode;

    QuantizationScheme(int bits, int block, int smallestCode, int largestCode) {
        this.bits = bits;
        this.block = block;
        this.smallestCode = smallestCode;
        this.largestCode = largestCode;
    }

    /** Bits of a code: 4 or 8. */
    public int bits() {
        return bits;
    }

    /** The smallest code. */
    public int smallestCode() {
        return smallestCode;
    }

    /** The largest code. */
    public int largestCode() {
        return largestCode;
    }

    /** Whether a row has one scale. */
    public boolean isPerRow() {
        return block == 0;
    }

    /**
     * How many values share a scale in rows of {@code columns} values.
     *
     * @throws UserError if {@code columns} is no multiple of the block; the message names {@code tensor}
     */
    public int blockSize(String tensor, int columns) {
        if (isPerRow()) {
            return columns;
        }
        if (columns % block != 0) {
            throw new UserError("the weight " + tensor + " has rows of " + columns + " values, and " + this
                    + " takes blocks of " + block + "; choose a format without blocks for a model of this shape");
        }
        return block;
    }
}

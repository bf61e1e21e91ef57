package dev.gemmatune.model.quantization;

/**
 * The byte layout in which neighbours share a byte: value {@code 2i} in the lower, value {@code 2i + 1} in the upper
 * half, each as a number from 0 to 15 (the code plus 8). ONNX's {@code MatMulNBits}, its 4-bit tensors, and
 * {@code pack-quantized} checkpoints have it.
 */
public final class NibblePairs {

    private static final int BITS = 4;
    private static final int NIBBLE = 0xf;
    private static final int ZERO = 8;

    private NibblePairs() {}

    /** Half as many bytes as there are codes, of a scheme of 4 bits; rows must have an even number of values. */
    public static byte[] pack(QuantizedRows rows) {
        if (rows.scheme().bits() != BITS) {
            throw new IllegalArgumentException("scheme must have 4 bits, got " + rows.scheme());
        }
        byte[] codes = rows.codes();
        byte[] packed = new byte[codes.length / 2];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (byte) ((codes[2 * i] + ZERO) | ((codes[2 * i + 1] + ZERO) << BITS));
        }
        return packed;
    }

    /** The codes, two from each byte. */
    public static byte[] unpack(byte[] packed) {
        byte[] codes = new byte[2 * packed.length];
        for (int i = 0; i < packed.length; i++) {
            codes[2 * i] = (byte) ((packed[i] & NIBBLE) - ZERO);
            codes[2 * i + 1] = (byte) ((packed[i] >>> BITS & NIBBLE) - ZERO);
        }
        return codes;
    }
}

package dev.gemmatune.model.quantization;

/**
 * The byte layout in which neighbours share a byte: value {@code 2i} in the lower, value {@code 2i + 1} in the upper
 * half, each as a number from 0 to 15 (symmetric codes plus 8). ONNX's {@code MatMulNBits}, its 4-bit tensors, and
 * {@code pack-quantized} checkpoints have it.
 */
public final class NibblePairs {

    private static final int NIBBLE = 0xf;
    private static final int ZERO = 8;

    private NibblePairs() {}

    /** Half as many bytes as there are codes; rows must have an even number of values. */
    public static byte[] pack(QuantizedRows rows) {
        return pack(rows.codes(), offset(rows.scheme()));
    }

    /** The codes of a scheme of 4 bits, two from each byte. */
    public static byte[] unpack(QuantizationScheme scheme, byte[] packed) {
        int offset = offset(scheme);
        byte[] codes = new byte[2 * packed.length];
        for (int i = 0; i < packed.length; i++) {
            codes[2 * i] = (byte) ((packed[i] & NIBBLE) - offset);
            codes[2 * i + 1] = (byte) ((packed[i] >>> 4 & NIBBLE) - offset);
        }
        return codes;
    }

    private static byte[] pack(byte[] codes, int offset) {
        byte[] packed = new byte[codes.length / 2];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (byte) ((codes[2 * i] + offset) | ((codes[2 * i + 1] + offset) << 4));
        }
        return packed;
    }

    private static int offset(QuantizationScheme scheme) {
        if (scheme.bits() != 4) {
            throw new IllegalArgumentException("scheme must have 4 bits, got " + scheme);
        }
        return scheme.hasZeroPoints() ? 0 : ZERO;
    }
}

package dev.gemmatune.model.safetensors;

/** The element types that a checkpoint of this family holds. */
public enum ElementType {
    /** IEEE 754 binary32. */
    F32(4),
    /** The upper half of a binary32. */
    BF16(2),
    /** IEEE 754 binary16. */
    F16(2),
    /** Signed bytes: codes of a quantized weight. */
    I8(1),
    /** Signed numbers of 32 bits: several codes of a quantized weight in one. */
    I32(4),
    /** Signed numbers of 64 bits: the shape of a quantized weight. */
    I64(8);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Whether the elements are floating-point numbers. */
    public boolean isFloat() {
        return this == F32 || this == BF16 || this == F16;
    }

    /** Size of an element. */
    public int bytes() {
        return bytes;
    }

    /**
     * The binary32 value of a 16-bit pattern of this type; exact, since both 16-bit types are subsets of binary32.
     *
     * @throws IllegalStateException if the type is not a float of 16 bits
     */
    public float widen(short bits) {
        requireSixteenBits();
        return this == BF16 ? Float.intBitsToFloat(bits << 16) : halfToFloat(bits);
    }

    /**
     * The 16-bit pattern of this type that is nearest to {@code value}; of two equally near ones the even (IEEE 754's
     * default). What is too large becomes infinite, and NaN stays NaN.
     *
     * @throws IllegalStateException if the type is not a float of 16 bits
     */
    public short narrow(float value) {
        requireSixteenBits();
        return this == BF16 ? floatToBrain(value) : floatToHalf(value);
    }

    private void requireSixteenBits() {
        if (bytes != Short.BYTES) {
            throw new IllegalStateException(this + " is no float of 16 bits");
        }
    }

    private static short floatToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // quiet, so that cutting off the lower half leaves no infinity
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    private static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) { // 65,520: half way between the largest number and the next, which is no number
            return (short) (sign | 0x7c00);
        }
        if (magnitude >= 0x38800000) { // 2^-14, the smallest normal number
            return (short) (sign | ((magnitude - 0x38000000 + 0xfff + (magnitude >>> 13 & 1)) >>> 13));
        }
        // Multiples of 2^-24; scaling by a power of two is exact, and rint rounds ties to even.
        return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
    }

    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }
}

package dev.gemmatune.model.safetensors;

/** The element types that a checkpoint of this family holds. */
public enum ElementType {
    /** IEEE 754 binary32. */
    F32(4),
    /** The upper half of a binary32. */
    BF16(2),
    /** IEEE 754 binary16. */
    F16(2);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of an element. */
    public int bytes() {
        return bytes;
    }

    /** The binary32 value of a 16-bit pattern of this type; exact, since both 16-bit types are subsets of binary32. */
    float widen(short bits) {
        return this == BF16 ? Float.intBitsToFloat(bits << 16) : halfToFloat(bits);
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

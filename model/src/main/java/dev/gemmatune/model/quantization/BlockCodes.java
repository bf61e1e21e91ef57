package dev.gemmatune.model.quantization;

/** The arithmetic of a block: codes into an array, the scale as the result, in float32 and not yet rounded. */
final class BlockCodes {

    private static final int LARGEST_NIBBLE = 15;
    private static final int ZERO_NIBBLE = 8;
    private static final float HALF = 0.5f;

    private BlockCodes() {}

    /**
     * ggml's Q4_0: the value of largest magnitude becomes -8. The product is exact and rounded once, as a processor with
     * fused multiply-add does it and as the gguf package for Python does.
     *
     * @param largest the first value of largest magnitude
     */
    static float q4(float[] values, int begin, float largest, byte[] codes) {
        // A block of zeros has a scale of -0, as the reference's has.
        float scale = largest == 0 ? -0f : largest / -ZERO_NIBBLE;
        double inverse = inverse(scale);
        for (int i = begin; i < begin + GgmlBlocks.SIZE; i++) {
            int code = (int) (float) (values[i] * inverse + (ZERO_NIBBLE + HALF));
            codes[i] = (byte) (Math.min(LARGEST_NIBBLE, code) - ZERO_NIBBLE);
        }
        return scale;
    }

    /** ggml's Q8_0 and int8 rows: the largest magnitude becomes {@code limit}; halves are rounded away from zero. */
    static float symmetric(float[] values, int begin, int size, float largest, int limit, byte[] codes) {
        float scale = Math.abs(largest) / limit;
        float inverse = inverse(scale);
        for (int i = begin; i < begin + size; i++) {
            int code = Math.min(limit, roundHalfUp(Math.abs(values[i] * inverse)));
            codes[i] = (byte) (values[i] < 0 ? -code : code);
        }
        return scale;
    }

    /** Half away from zero, for values that are not negative: {@code floor(x + 0.5)} would take 0.49999997 to 1. */
    private static int roundHalfUp(float value) {
        int below = (int) value;
        return value - below >= HALF ? below + 1 : below;
    }

    /**
     * What to multiply by to divide by the scale. The inverse of the smallest numbers is not finite; such a scale is
     * stored as 0 (or, for rows, makes values that no sum notices), and the codes are then 0.
     */
    private static float inverse(float scale) {
        float inverse = scale == 0 ? 0 : 1 / scale;
        return Float.isInfinite(inverse) ? 0 : inverse;
    }
}

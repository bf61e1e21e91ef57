package dev.gemmatune.eval.quantized;

import java.util.Arrays;

/**
 * The smallest and largest value of each dimension, between which 256 steps lie. A code is {@code clip(floor((x - min) /
 * ((max - min) / 255)), 0, 255) - 128} in float32, as sentence-transformers' quantize_embeddings has it. A dimension in
 * which all calibrated values are equal gives -128, and 127 to what is larger.
 *
 * @param minimum {@code [dimension]}, finite; not copied
 * @param maximum {@code [dimension]}, none below its minimum; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Int8Ranges(float[] minimum, float[] maximum) {

    private static final float STEPS = 255f;
    private static final int OFFSET = 128;

    /** Checks that the ranges are ones. */
    public Int8Ranges {
        if (minimum.length != maximum.length) {
            throw new IllegalArgumentException(
                    "maximum must be as long as minimum, got " + maximum.length + " and " + minimum.length);
        }
        for (int i = 0; i < minimum.length; i++) {
            if (!(minimum[i] <= maximum[i]) || !Float.isFinite(maximum[i] - minimum[i])) {
                throw new IllegalArgumentException("maximum must be finite and at least the minimum, got " + maximum[i]
                        + " and " + minimum[i] + " in dimension " + i);
            }
        }
    }

    /**
     * Calibrates: the ranges that the vectors take.
     *
     * @param vectors at least one, all of one length, finite; of a corpus, whose size and kind the search will see
     */
    public static Int8Ranges of(float[][] vectors) {
        if (vectors.length == 0) {
            throw new IllegalArgumentException("vectors must be at least one, got none");
        }
        float[] minimum = vectors[0].clone();
        float[] maximum = vectors[0].clone();
        for (float[] vector : vectors) {
            for (int i = 0; i < minimum.length; i++) {
                minimum[i] = Math.min(minimum[i], vector[i]);
                maximum[i] = Math.max(maximum[i], vector[i]);
            }
        }
        return new Int8Ranges(minimum, maximum);
    }

    /** The number of dimensions. */
    public int dimension() {
        return minimum.length;
    }

    /** The codes of vectors, {@code [vectors][dimension]} in and out. */
    public byte[][] codes(float[][] vectors) {
        return Arrays.stream(vectors).map(this::codes).toArray(byte[][]::new);
    }

    /** The code of a vector. */
    public byte[] codes(float[] vector) {
        if (vector.length != minimum.length) {
            throw new IllegalArgumentException(
                    "vector must have " + minimum.length + " numbers as the ranges have, got " + vector.length);
        }
        byte[] codes = new byte[vector.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(vector[i], i);
        }
        return codes;
    }

    /** The dot product of a float vector with what codes stand for: the middle of their steps. */
    public float product(float[] vector, byte[] codes) {
        double sum = 0;
        for (int i = 0; i < codes.length; i++) {
            double step = (maximum[i] - minimum[i]) / STEPS;
            sum += vector[i] * Math.min(maximum[i], minimum[i] + (codes[i] + OFFSET + 0.5) * step);
        }
        return (float) sum;
    }

    private byte code(float value, int i) {
        float step = (maximum[i] - minimum[i]) / STEPS;
        if (step == 0) {
            return value > maximum[i] ? Byte.MAX_VALUE : Byte.MIN_VALUE;
        }
        double level = Math.floor((value - minimum[i]) / step);
        return (byte) (Math.max(0, Math.min(STEPS, level)) - OFFSET);
    }
}

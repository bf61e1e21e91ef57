package dev.gemmatune.eval.quantized;

import java.util.Arrays;

/**
 * A bit for each number of a vector: 1 if it is above 0, as sentence-transformers' binary precision has it. The bits are
 * packed into longs, the first number in the lowest bit of the first; bits beyond the dimension are 0.
 */
public final class SignBits {

    private SignBits() {}

    /** The bits of the first numbers of vectors. */
    public static long[][] of(float[][] vectors, int dimension) {
        return Arrays.stream(vectors).map(vector -> of(vector, dimension)).toArray(long[][]::new);
    }

    /** The bits of the first numbers of a vector. */
    public static long[] of(float[] vector, int dimension) {
        if (dimension < 1 || dimension > vector.length) {
            throw new IllegalArgumentException("dimension must be 1 to " + vector.length + ", got " + dimension);
        }
        long[] bits = new long[(dimension + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < dimension; i++) {
            if (vector[i] > 0) {
                bits[i / Long.SIZE] |= 1L << (i % Long.SIZE);
            }
        }
        return bits;
    }

    /** In how many bits two codes differ. */
    public static int hamming(long[] left, long[] right) {
        int different = 0;
        for (int i = 0; i < left.length; i++) {
            different += Long.bitCount(left[i] ^ right[i]);
        }
        return different;
    }

    /** Whether the number at a position was above 0. */
    public static boolean isSet(long[] bits, int position) {
        return (bits[position / Long.SIZE] >>> (position % Long.SIZE) & 1) != 0;
    }
}

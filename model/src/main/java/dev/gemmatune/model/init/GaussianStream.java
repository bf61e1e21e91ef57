package dev.gemmatune.model.init;

import dev.gemmatune.model.files.Sha256;

/**
 * Normally distributed numbers that depend on nothing but their name: bit-identical on every JVM and platform.
 *
 * <p>The bits come from SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), the
 * numbers from Marsaglia's polar method (Knuth, The Art of Computer Programming, volume 2, 3.4.1), the logarithm from
 * {@link StrictMath}. Everything else is IEEE arithmetic, which Java 17 computes strictly.
 */
final class GaussianStream {

    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;
    private double spare;
    private boolean hasSpare;

    GaussianStream(long state) {
        this.state = state;
    }

    /** The stream of one block of a tensor; the streams of different seeds, names and blocks are independent. */
    static GaussianStream of(long seed, String name, int block) {
        byte[] digest = Sha256.of(seed + "/" + name + "/" + block);
        long state = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            state = state << Byte.SIZE | (digest[i] & 0xff);
        }
        return new GaussianStream(state);
    }

    /** The next number of mean 0 and standard deviation 1. */
    double next() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * nextUnit() - 1;
            y = 2 * nextUnit() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        hasSpare = true;
        return x * factor;
    }

    /** The next 64 bits. */
    long nextBits() {
        state += GAMMA;
        long bits = state;
        bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }

    /** A multiple of 2^-53 in [0, 1). */
    private double nextUnit() {
        return (nextBits() >>> 11) * 0x1p-53;
    }
}

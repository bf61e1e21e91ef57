package dev.gemmatune.eval.random;

import java.math.BigInteger;

/**
 * NumPy's {@code default_rng(seed)}: PCG64 (O'Neill 2014, "PCG", XSL-RR 128/64) seeded through {@code SeedSequence}
 * (NumPy's {@code bit_generator.pyx}, after O'Neill's {@code seed_seq_fe}).
 */
public final class NumpyGenerator {

    private static final BigInteger MULTIPLIER = new BigInteger("2360ed051fc65da44385df649fccf645", 16);
    private static final BigInteger MASK_128 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    private static final int POOL = 4;

    private final BigInteger increment;
    private BigInteger state;
    private boolean hasHalf;
    private int half;

    /** {@code default_rng(seed)}, of a seed that is not negative. */
    public NumpyGenerator(int seed) {
        long[] words = seedWords(seed);
        BigInteger initial = join(words[0], words[1]);
        increment = join(words[2], words[3]).shiftLeft(1).or(BigInteger.ONE).and(MASK_128);
        state = BigInteger.ZERO;
        step();
        state = state.add(initial).and(MASK_128);
        step();
    }

    /** 64 random bits. */
    long nextLong() {
        step();
        long high = state.shiftRight(Long.SIZE).longValue();
        long low = state.longValue();
        return Long.rotateRight(high ^ low, (int) (high >>> 58));
    }

    /** {@code shuffle(values)} of a list, in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = upTo(i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** The lower half of 64 bits, then the upper one. */
    private int nextInt() {
        if (hasHalf) {
            hasHalf = false;
            return half;
        }
        long bits = nextLong();
        hasHalf = true;
        half = (int) (bits >>> Integer.SIZE);
        return (int) bits;
    }

    /** Bits below the next power of two, until they are at most {@code largest}. */
    private int upTo(int largest) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
        int value = nextInt() & mask;
        while (value > largest) {
            value = nextInt() & mask;
        }
        return value;
    }

    private void step() {
        state = state.multiply(MULTIPLIER).add(increment).and(MASK_128);
    }

    private static BigInteger join(long high, long low) {
        return new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(Long.SIZE)
                .or(new BigInteger(Long.toUnsignedString(low)));
    }

    /** {@code SeedSequence(seed).generate_state(4, uint64)}. */
    private static long[] seedWords(int seed) {
        int[] pool = pool(seed);
        int hash = 0x8b51f9dd;
        int[] halves = new int[8];
        for (int i = 0; i < halves.length; i++) {
            int value = pool[i % POOL] ^ hash;
            hash *= 0x58f38ded;
            value *= hash;
            halves[i] = value ^ (value >>> 16);
        }
        long[] words = new long[4];
        for (int i = 0; i < words.length; i++) {
            words[i] =
                    Integer.toUnsignedLong(halves[2 * i]) | (Integer.toUnsignedLong(halves[2 * i + 1]) << Integer.SIZE);
        }
        return words;
    }

    private static int[] pool(int seed) {
        int[] hash = {0x43b0d7e5};
        int[] pool = new int[POOL];
        for (int i = 0; i < POOL; i++) {
            pool[i] = hashed(i == 0 ? seed : 0, hash);
        }
        for (int source = 0; source < POOL; source++) {
            for (int target = 0; target < POOL; target++) {
                if (source != target) {
                    pool[target] = mixed(pool[target], hashed(pool[source], hash));
                }
            }
        }
        return pool;
    }

    private static int hashed(int value, int[] hash) {
        int result = value ^ hash[0];
        hash[0] *= 0x931e8875;
        result *= hash[0];
        return result ^ (result >>> 16);
    }

    private static int mixed(int left, int right) {
        int result = left * 0xca01f9dd - right * 0x4973f715;
        return result ^ (result >>> 16);
    }
}

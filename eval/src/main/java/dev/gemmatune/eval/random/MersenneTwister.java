package dev.gemmatune.eval.random;

/**
 * MT19937 (Matsumoto and Nishimura 1998, "Mersenne Twister"), which Python and NumPy's {@code RandomState} draw from;
 * constants and seeding as in the authors' {@code mt19937ar.c}.
 */
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;
    private static final int ARRAY_SEED = 19650218;

    private final int[] state = new int[SIZE];
    private int position = SIZE;

    private MersenneTwister() {}

    /** Seeded with one number, as {@code init_genrand} does and NumPy with it. */
    static MersenneTwister ofNumber(int seed) {
        MersenneTwister twister = new MersenneTwister();
        twister.fill(seed);
        return twister;
    }

    /** Seeded with an array of one number, as {@code init_by_array} does and Python with it. */
    static MersenneTwister ofArray(int key) {
        MersenneTwister twister = ofNumber(ARRAY_SEED);
        int[] state = twister.state;
        int i = 1;
        for (int k = 0; k < SIZE; k++) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1664525)) + key;
            i = twister.next(i);
        }
        for (int k = 0; k < SIZE - 1; k++) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1566083941)) - i;
            i = twister.next(i);
        }
        state[0] = UPPER;
        return twister;
    }

    /** 32 random bits. */
    int nextBits() {
        if (position == SIZE) {
            refill();
        }
        int bits = state[position++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }

    /** A number from 0 to below 1 with 53 random bits. */
    double nextDouble() {
        int high = nextBits() >>> 5;
        int low = nextBits() >>> 6;
        return (high * 0x1.0p26 + low) * 0x1.0p-53;
    }

    private void fill(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    private int next(int i) {
        if (i + 1 < SIZE) {
            return i + 1;
        }
        state[0] = state[SIZE - 1];
        return 1;
    }

    private void refill() {
        for (int i = 0; i < SIZE; i++) {
            int bits = (state[i] & UPPER) | (state[(i + 1) % SIZE] & LOWER);
            state[i] = state[(i + SHIFT) % SIZE] ^ (bits >>> 1) ^ ((bits & 1) * MATRIX);
        }
        position = 0;
    }
}

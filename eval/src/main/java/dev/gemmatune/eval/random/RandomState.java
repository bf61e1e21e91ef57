package dev.gemmatune.eval.random;

import java.util.Arrays;

/** NumPy's legacy {@code RandomState}, with the methods that scikit-learn and mteb draw with. */
public final class RandomState {

    private final MersenneTwister bits;

    /** {@code RandomState(seed)}, of a seed that is not negative. */
    public RandomState(int seed) {
        bits = MersenneTwister.ofNumber(seed);
    }

    /** {@code random_sample()}: from 0 to below 1. */
    public double random() {
        return bits.nextDouble();
    }

    /** {@code random_sample(count)}. */
    public double[] random(int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> random());
        return numbers;
    }

    /** 32 random bits. */
    int nextBits() {
        return bits.nextBits();
    }

    /** {@code randint(0, bound, count)}. */
    public int[] integers(int bound, int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> upTo(bound - 1));
        return numbers;
    }

    /** {@code shuffle(values)}, in place. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = upTo(i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** {@code permutation(count)}, of which {@code choice(count, k, replace=False)} takes the first k. */
    public int[] permutation(int count) {
        int[] values = new int[count];
        Arrays.setAll(values, i -> i);
        shuffle(values);
        return values;
    }

    /**
     * {@code choice(len(weights), draws, p=weights)}: positions drawn with replacement.
     *
     * @param weights not negative, at least one above 0
     */
    public int[] choice(double[] weights, int draws) {
        double[] shares = weights.clone();
        for (int i = 1; i < shares.length; i++) {
            shares[i] += shares[i - 1];
        }
        double total = shares[shares.length - 1];
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= total;
        }
        int[] chosen = new int[draws];
        Arrays.setAll(chosen, i -> firstAbove(shares, random()));
        return chosen;
    }

    private static int firstAbove(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Bits below the next power of two, until they are at most {@code largest}. */
    private int upTo(int largest) {
        if (largest == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
        int value = bits.nextBits() & mask;
        while (value > largest) {
            value = bits.nextBits() & mask;
        }
        return value;
    }
}

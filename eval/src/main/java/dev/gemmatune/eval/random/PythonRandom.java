package dev.gemmatune.eval.random;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Python's {@code random.Random}, with the methods that mteb draws with; positions stand for elements. */
public final class PythonRandom {

    /** Below this, {@code sample} draws from a list of what is left; the size of a set in Python decides it. */
    private static final int SMALL_SET = 21;

    private final MersenneTwister bits;

    /** {@code random.Random(seed)}, of a seed that is not negative. */
    public PythonRandom(int seed) {
        bits = MersenneTwister.ofArray(seed);
    }

    /** {@code random()}: from 0 to below 1. */
    public double random() {
        return bits.nextDouble();
    }

    /** {@code choices(range(count), k=draws)}: positions drawn with replacement. */
    public int[] choices(int count, int draws) {
        int[] chosen = new int[draws];
        for (int i = 0; i < draws; i++) {
            chosen[i] = (int) Math.floor(random() * count);
        }
        return chosen;
    }

    /**
     * {@code sample(range(count), draws)}: positions drawn without replacement.
     *
     * @throws IllegalArgumentException if there are fewer than {@code draws}
     */
    public int[] sample(int count, int draws) {
        if (draws > count || draws < 0) {
            throw new IllegalArgumentException("draws must be from 0 to " + count + ", got " + draws);
        }
        int setSize = SMALL_SET;
        if (draws > 5) {
            setSize += (int) Math.pow(4, Math.ceil(Math.log(draws * 3.0) / Math.log(4)));
        }
        return count <= setSize ? fromPool(count, draws) : fromSet(count, draws);
    }

    private int[] fromPool(int count, int draws) {
        int[] pool = new int[count];
        Arrays.setAll(pool, i -> i);
        int[] chosen = new int[draws];
        for (int i = 0; i < draws; i++) {
            int j = below(count - i);
            chosen[i] = pool[j];
            pool[j] = pool[count - i - 1];
        }
        return chosen;
    }

    private int[] fromSet(int count, int draws) {
        Set<Integer> seen = new HashSet<>();
        int[] chosen = new int[draws];
        for (int i = 0; i < draws; i++) {
            int j = below(count);
            while (!seen.add(j)) {
                j = below(count);
            }
            chosen[i] = j;
        }
        return chosen;
    }

    /** As many bits as the bound has, until they are below it. */
    private int below(int bound) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
        int value = bits.nextBits() >>> (Integer.SIZE - width);
        while (value >= bound) {
            value = bits.nextBits() >>> (Integer.SIZE - width);
        }
        return value;
    }
}

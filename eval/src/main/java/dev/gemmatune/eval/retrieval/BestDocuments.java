package dev.gemmatune.eval.retrieval;

import java.util.Arrays;

/**
 * The best documents of one query so far. A document is one long, its score above, the rank of its id below, so that a
 * comparison of longs orders by score and then by id. Adding costs O(log depth), or one comparison of floats when the
 * document is not among the best.
 */
final class BestDocuments {

    /** A heap with the smallest first. */
    private final long[] keys;

    private int size;
    private float least = Float.NEGATIVE_INFINITY;

    BestDocuments(int depth) {
        keys = new long[depth];
    }

    /** Adds the documents from {@code first} on whose scores are given by {@code scores[i]}. */
    void addAll(float[] scores, int count, int first, int[] idRanks) {
        for (int i = 0; i < count; i++) {
            if (scores[i] >= least) {
                add(key(scores[i], idRanks[first + i]));
            }
        }
    }

    /** The keys of the best documents, the best one first. */
    long[] bestFirst() {
        long[] sorted = Arrays.copyOf(keys, size);
        Arrays.sort(sorted);
        for (int i = 0; i < size / 2; i++) {
            long other = sorted[size - 1 - i];
            sorted[size - 1 - i] = sorted[i];
            sorted[i] = other;
        }
        return sorted;
    }

    static long key(float score, int idRank) {
        // Adding 0 makes 0 of -0, which must not count as less.
        int bits = Float.floatToRawIntBits(score + 0.0f);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) ordered << 32) | idRank;
    }

    static float score(long key) {
        int ordered = (int) (key >> 32);
        return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & Integer.MAX_VALUE));
    }

    static int idRank(long key) {
        return (int) key;
    }

    private void add(long key) {
        if (size < keys.length) {
            keys[size] = key;
            rise(size++);
        } else if (key > keys[0]) {
            keys[0] = key;
            sink();
        }
        if (size == keys.length) {
            least = score(keys[0]);
        }
    }

    private void rise(int start) {
        int child = start;
        long key = keys[child];
        while (child > 0 && keys[(child - 1) / 2] > key) {
            keys[child] = keys[(child - 1) / 2];
            child = (child - 1) / 2;
        }
        keys[child] = key;
    }

    private void sink() {
        int parent = 0;
        long key = keys[0];
        for (int child = 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= key) {
                break;
            }
            keys[parent] = keys[child];
            parent = child;
        }
        keys[parent] = key;
    }
}

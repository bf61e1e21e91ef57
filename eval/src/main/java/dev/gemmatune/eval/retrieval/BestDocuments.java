package dev.gemmatune.eval.retrieval;

import java.util.Arrays;

/**
 * The best documents of one query so far. A document is one long, its score above, the rank of its id below, so that a
 * comparison of longs orders by score and then by id.
 *
 * <p>Candidates are appended to a buffer of twice the depth; when it is full, the better half is selected and its least
 * score becomes the bar for what is appended. That is a few nanoseconds a document, where a heap's path through the
 * cache costs over a hundred.
 */
final class BestDocuments {

    private final int depth;
    private final long[] keys;
    private int size;
    private float bar = Float.NEGATIVE_INFINITY;

    BestDocuments(int depth) {
        this.depth = depth;
        keys = new long[2 * depth];
    }

    /** Adds the documents from {@code first} on, of which document {@code first + i} has {@code scores[i]}. */
    void addAll(float[] scores, int count, int first, int[] idRanks) {
        for (int i = 0; i < count; i++) {
            if (scores[i] >= bar) {
                keys[size++] = key(scores[i], idRanks[first + i]);
                if (size == keys.length) {
                    keepBetterHalf();
                }
            }
        }
    }

    /** The keys of the best documents, the best one first. */
    long[] bestFirst() {
        Arrays.sort(keys, 0, size);
        long[] best = new long[Math.min(depth, size)];
        for (int i = 0; i < best.length; i++) {
            best[i] = keys[size - 1 - i];
        }
        return best;
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

    /** Quickselect (Hoare 1961) of the key that is the last to stay, with the larger ones before it. */
    private void keepBetterHalf() {
        int last = depth - 1;
        int from = 0;
        int to = size - 1;
        while (from < to) {
            int split = partition(from, to);
            if (split < last) {
                from = split + 1;
            } else {
                to = split;
            }
        }
        size = depth;
        bar = score(keys[last]);
    }

    /** Moves keys that are at least the pivot to {@code from..result}, those that are at most it behind. */
    private int partition(int from, int to) {
        long pivot = keys[(from + to) >>> 1];
        int left = from - 1;
        int right = to + 1;
        while (true) {
            do {
                left++;
            } while (keys[left] > pivot);
            do {
                right--;
            } while (keys[right] < pivot);
            if (left >= right) {
                return right;
            }
            long other = keys[left];
            keys[left] = keys[right];
            keys[right] = other;
        }
    }
}

package dev.gemmatune.model.vocabulary;

import java.util.Arrays;

/**
 * Ids of pieces by a hash of 64 bits: a tenth of what a map of strings takes. Two pieces of Gemma's vocabulary share one
 * with a probability of two in a thousand million; the vocabulary would then be refused.
 */
final class PieceTable {

    /** No piece. */
    static final int NONE = -1;

    private static final int SMALLEST = 1 << 12;

    private long[] hashes = new long[SMALLEST];
    private int[] ids = new int[SMALLEST];
    private int size;

    PieceTable() {
        Arrays.fill(ids, NONE);
    }

    /**
     * Adds a piece.
     *
     * @param id at least 0
     * @return the id that it has already, or {@link #NONE}
     */
    int put(String piece, int id) {
        if (2 * size >= ids.length) {
            grow();
        }
        long hash = hash(piece);
        int place = place(hash);
        int before = ids[place];
        if (before == NONE) {
            hashes[place] = hash;
            ids[place] = id;
            size++;
        }
        return before;
    }

    /** The id of a piece, or {@link #NONE}. */
    int get(String piece) {
        return ids[place(hash(piece))];
    }

    private int place(long hash) {
        int place = (int) hash & (ids.length - 1);
        while (ids[place] != NONE && hashes[place] != hash) {
            place = (place + 1) & (ids.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldIds = ids;
        hashes = new long[2 * oldIds.length];
        ids = new int[2 * oldIds.length];
        Arrays.fill(ids, NONE);
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != NONE) {
                int place = place(oldHashes[i]);
                hashes[place] = oldHashes[i];
                ids[place] = oldIds[i];
            }
        }
    }

    private static long hash(String piece) {
        long hash = 0xCBF29CE484222325L + piece.length();
        for (int i = 0; i < piece.length(); i++) {
            hash = (hash ^ piece.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}

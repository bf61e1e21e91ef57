package dev.gemmatune.model.cache;

import java.util.Arrays;

/**
 * From the first 8 bytes of a key to the number of its record: open addressing in two arrays, about 24 bytes a key, for
 * caches of many millions of texts. Two keys with equal first bytes share a place, the later one wins; whoever reads the
 * record compares the whole key.
 */
final class KeyTable {

    private static final int NONE = -1;

    private long[] prefixes = new long[1024];
    private int[] records = new int[1024];
    private int size;

    KeyTable() {
        Arrays.fill(records, NONE);
    }

    /** The number of the record, or -1. */
    int get(long prefix) {
        return records[place(prefix)];
    }

    void put(long prefix, int record) {
        int place = place(prefix);
        if (records[place] == NONE) {
            size++;
        }
        prefixes[place] = prefix;
        records[place] = record;
        if (2 * size > records.length) {
            grow();
        }
    }

    /** The place of the prefix, or the free one where it belongs. */
    private int place(long prefix) {
        int mask = records.length - 1;
        int place = (int) (prefix >>> 32 ^ prefix) & mask;
        while (records[place] != NONE && prefixes[place] != prefix) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldPrefixes = prefixes;
        int[] oldRecords = records;
        prefixes = new long[2 * oldPrefixes.length];
        records = new int[prefixes.length];
        Arrays.fill(records, NONE);
        for (int i = 0; i < oldRecords.length; i++) {
            if (oldRecords[i] != NONE) {
                int place = place(oldPrefixes[i]);
                prefixes[place] = oldPrefixes[i];
                records[place] = oldRecords[i];
            }
        }
    }
}

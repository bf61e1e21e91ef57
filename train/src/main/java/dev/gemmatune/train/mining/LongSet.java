package dev.gemmatune.train.mining;

/** A set of numbers in an array, about 16 bytes each: open addressing, 0 kept apart because it marks a free place. */
final class LongSet {

    private long[] places = new long[1024];
    private int size;
    private boolean hasZero;

    /** Adds a number and says whether it is new. */
    boolean add(long value) {
        if (value == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        int place = place(value);
        if (places[place] == value) {
            return false;
        }
        places[place] = value;
        if (2 * ++size > places.length) {
            grow();
        }
        return true;
    }

    private int place(long value) {
        int mask = places.length - 1;
        int place = (int) (value >>> 32 ^ value) & mask;
        while (places[place] != 0 && places[place] != value) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = places;
        places = new long[2 * old.length];
        for (long value : old) {
            if (value != 0) {
                places[place(value)] = value;
            }
        }
    }
}

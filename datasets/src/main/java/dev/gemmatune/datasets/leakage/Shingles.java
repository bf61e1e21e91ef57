package dev.gemmatune.datasets.leakage;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** A text as a set of sequences of three words, each hashed to a long. */
final class Shingles {

    private static final int WORDS = 3;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private Shingles() {}

    /** In compatibility form, lower case, letters and digits only, words joined by one space. */
    static String normalise(String text) {
        String folded = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        String lower = folded.toLowerCase(Locale.ROOT);
        StringBuilder words = new StringBuilder(lower.length());
        boolean gap = false;
        for (int i = 0; i < lower.length(); ) {
            int character = lower.codePointAt(i);
            i += Character.charCount(character);
            if (Character.isLetterOrDigit(character)) {
                if (gap && words.length() > 0) {
                    words.append(' ');
                }
                words.appendCodePoint(character);
                gap = false;
            } else {
                gap = true;
            }
        }
        return words.toString();
    }

    /** The distinct shingles of a normalised text, rising; empty if it has fewer than three words. */
    static long[] of(String normalised) {
        String[] words = normalised.split(" ", -1);
        if (words.length < WORDS) {
            return new long[0];
        }
        long[] hashes = new long[words.length - WORDS + 1];
        for (int i = 0; i < hashes.length; i++) {
            long hash = 0;
            for (int j = i; j < i + WORDS; j++) {
                hash = mix(hash * 31 + hash(words[j]));
            }
            hashes[i] = hash;
        }
        Arrays.sort(hashes);
        int kept = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                hashes[kept++] = hashes[i];
            }
        }
        return Arrays.copyOf(hashes, kept);
    }

    /** The share of what is in both among what is in one of them (Jaccard). */
    static double similarity(long[] left, long[] right) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            if (left[i] == right[j]) {
                shared++;
                i++;
                j++;
            } else if (left[i] < right[j]) {
                i++;
            } else {
                j++;
            }
        }
        int all = left.length + right.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    /** A number of 64 bits by which equal texts are recognised. */
    static long key(String text) {
        return mix(hash(text));
    }

    private static long hash(String word) {
        long hash = word.length();
        for (int i = 0; i < word.length(); i++) {
            hash = hash * MULTIPLIER + word.charAt(i);
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}

package dev.gemmatune.model.vocabulary;

import java.util.BitSet;

/**
 * Between which characters a text can be cut without changing its tokens: two neighbours that stand beside each other in
 * no piece and no added token. No token reaches across such a place, so that byte-pair encoding does the same to its left
 * and to its right as it does to both together.
 *
 * <p>The pairs of the pieces are kept as bits under a hash: a pair that only shares its bit with another one is taken for a
 * pair of the vocabulary, and no cut is made there. Gemma's 34,012 pairs fill 3 % of the bits.
 */
public final class PieceBoundaries {

    private static final int BITS = 20;
    private static final char SPACE = ' ';
    /** What stands for a space in a piece. */
    private static final char MARK = '\u2581';

    private static final char REPLACEMENT = '\uFFFD';

    private final BitSet together = new BitSet(1 << BITS);
    private int longest = 2; // a character that is made of bytes may take two units of UTF-16
    private boolean uncertain;

    PieceBoundaries() {}

    /** The characters of the longest piece or added token. */
    public int longest() {
        return longest;
    }

    /**
     * The last place where a text can be cut.
     *
     * @param from the begin of what is cut, itself a place where it can be
     * @param end the last place that will do, at most the text's length
     * @return greater than {@code from}, or {@code from} if there is none
     */
    public int last(CharSequence text, int from, int end) {
        if (uncertain) {
            return from;
        }
        int place = end;
        while (place > from && !separates(text, place)) {
            place--;
        }
        return place;
    }

    void add(String piece) {
        longest = Math.max(longest, piece.length());
        int left = piece.codePointAt(0);
        for (int at = Character.charCount(left); at < piece.length(); ) {
            int right = piece.codePointAt(at);
            together.set(bit(left, right));
            left = right;
            at += Character.charCount(right);
        }
    }

    /** Says that pieces are made in a way that their characters do not show. */
    void doubt() {
        uncertain = true;
    }

    private boolean separates(CharSequence text, int place) {
        if (place == text.length()) {
            return true;
        }
        char left = text.charAt(place - 1);
        char right = text.charAt(place);
        if (!Character.isSurrogate(left) && !Character.isSurrogate(right)) {
            return !together.get(bit(left, right));
        }
        return !Character.isSurrogatePair(left, right)
                && !together.get(bit(Character.codePointBefore(text, place), Character.codePointAt(text, place)));
    }

    private static int bit(int left, int right) {
        long pair = ((long) mark(left) << Integer.SIZE) | mark(right);
        return (int) ((pair * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - BITS));
    }

    /** As the tokenizer sees a character: a space is its mark, half of a surrogate pair the replacement character. */
    private static int mark(int character) {
        if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
            return REPLACEMENT;
        }
        return character == SPACE ? MARK : character;
    }
}

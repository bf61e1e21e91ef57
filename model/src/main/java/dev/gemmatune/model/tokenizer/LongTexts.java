package dev.gemmatune.model.tokenizer;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.vocabulary.PieceBoundaries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first tokens of texts, each text tokenized piece by piece and no further than needed. The tokens are those of the
 * whole text, because every piece ends where a token of the whole text ends:
 *
 * <ul>
 *   <li>Most often the two characters there stand beside each other in no piece of the vocabulary and no added token
 *       ({@link PieceBoundaries}), and so no token reaches across.
 *   <li>Where no such place is near, as in a million times the same letter: the last token that ends at or before a
 *       position {@code p} ends less than a token's greatest length before it. All beginnings of the text up to each of
 *       these places are tokenized; the whole text begins like one of them, and so with the tokens that all have in common.
 * </ul>
 *
 * <p>Both rest on this: if a token of the whole text ends at a place, then the text up to there has the same tokens alone.
 * Byte-pair encoding never merges across an end that is there at last, so that the merges to its left take the same course
 * with and without what is to its right; and an added token is found from left to right, the longest first.
 */
final class LongTexts {

    /** Characters for each token that is wanted; words of many languages have four or five. */
    private static final int CHARACTERS_PER_TOKEN = 6;

    private static final Windows WINDOWS = new Windows(1 << 10, 1 << 16);

    private static final int TOKENS_OF_A_STRETCH = 16;

    private final NativePieces pieces;
    private final PieceBoundaries boundaries;
    private final int most;
    private final Windows windows;

    /**
     * Prepares.
     *
     * @param most how many tokens of a text are wanted
     */
    LongTexts(NativePieces pieces, PieceBoundaries boundaries, int most) {
        this(pieces, boundaries, most, WINDOWS);
    }

    LongTexts(NativePieces pieces, PieceBoundaries boundaries, int most, Windows windows) {
        this.pieces = pieces;
        this.boundaries = boundaries;
        this.most = most;
        this.windows = windows;
    }

    /**
     * How much of a text is looked at, in characters.
     *
     * @param smallest texts up to here are tokenized at once
     * @param largest so are texts up to here that show no place to cut them; longer ones are searched further
     */
    record Windows(int smallest, int largest) {}

    /**
     * The beginning of a text.
     *
     * @param text the whole text
     * @param characters of the beginning, ready for the tokenizer
     * @param end where it ends in the text; 0 for none that is short enough
     */
    record Piece(PromptedText text, String characters, int end) {}

    /** The beginning of a text that is tokenized first. */
    Piece first(PromptedText text) {
        int end = most == 0 ? 0 : end(text, 0, most);
        return new Piece(text, wellFormed(text.subSequence(0, end)), end);
    }

    /** The first tokens of texts. */
    int[][] encode(List<Piece> beginnings) {
        int[][] ids = pieces.encode(beginnings.stream().map(Piece::characters).toList());
        for (int i = 0; i < ids.length; i++) {
            Piece beginning = beginnings.get(i);
            boolean done = beginning.end() == beginning.text().length() || ids[i].length >= most;
            ids[i] = done
                    ? ids[i].length <= most ? ids[i] : Arrays.copyOf(ids[i], most)
                    : goOn(beginning.text(), beginning.end(), ids[i]);
        }
        return ids;
    }

    private int[] goOn(PromptedText text, int start, int[] begun) {
        int[] ids = Arrays.copyOf(begun, Math.max(64, 2 * begun.length));
        int count = begun.length;
        for (int from = start; from < text.length() && count < most; ) {
            int end = end(text, from, most - count);
            int[] found;
            if (end > from) {
                found = pieces.encode(List.of(wellFormed(text.subSequence(from, end))))[0];
                from = end;
            } else {
                NativePieces.Beginning beginning = common(text, from);
                found = beginning.ids();
                from += beginning.length();
            }
            int taken = Math.min(found.length, most - count);
            if (count + taken > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(count + taken, 2 * ids.length));
            }
            System.arraycopy(found, 0, ids, count, taken);
            count += taken;
        }
        return Arrays.copyOf(ids, count);
    }

    /** Where the piece from {@code from} on ends; {@code from} if no pair of characters shows a place. */
    private int end(PromptedText text, int from, int tokens) {
        int left = text.length() - from;
        long wanted = Math.max(windows.smallest(), (long) CHARACTERS_PER_TOKEN * tokens);
        int window = (int) Math.min(wanted, windows.largest());
        if (left <= window) {
            return text.length();
        }
        int end = boundaries.last(text, from, from + window);
        return end == from && left <= windows.largest() ? text.length() : end;
    }

    /** The tokens from {@code from} on that are the same wherever within a token's length the stretch ends. */
    private NativePieces.Beginning common(PromptedText text, int from) {
        for (int stretch = TOKENS_OF_A_STRETCH * boundaries.longest(); stretch <= windows.largest(); stretch *= 2) {
            List<String> beginnings = new ArrayList<>();
            for (int end = from + stretch; end > from + stretch - boundaries.longest(); end--) {
                if (!splitsPair(text, end)) {
                    beginnings.add(wellFormed(text.subSequence(from, end)));
                }
            }
            NativePieces.Beginning common = pieces.common(beginnings);
            if (common.length() > 0) {
                return common;
            }
        }
        throw new UserError("a text of " + text.length() + " characters has no place behind character " + from
                + " where its tokens are certain before its end is read, \"" + text.subSequence(from, from + 20)
                + "…\"; shorten it");
    }

    private static boolean splitsPair(CharSequence text, int place) {
        return Character.isHighSurrogate(text.charAt(place - 1)) && Character.isLowSurrogate(text.charAt(place));
    }

    /** A half of a surrogate pair has no UTF-8 form; it becomes U+FFFD instead of whatever the native side makes of it. */
    private static String wellFormed(String text) {
        if (text.codePoints().noneMatch(LongTexts::isSurrogate)) {
            return text;
        }
        int[] points = text.codePoints()
                .map(point -> isSurrogate(point) ? 0xFFFD : point)
                .toArray();
        return new String(points, 0, points.length);
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}

package dev.gemmatune.eval.metrics;

/** The order of document ids by which ties are broken. */
public final class DocumentOrder {

    private DocumentOrder() {}

    /**
     * Compares ids by their code points, which is also the order of their UTF-8 bytes and so that of C's strcmp.
     * {@link String#compareTo} differs where a supplementary character meets one from U+E000 to U+FFFF.
     *
     * @return negative, 0 or positive
     */
    public static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return left.length() - right.length();
    }

    /** Moves the surrogates behind all other characters, where the code points stand that they encode. */
    private static int rank(char unit) {
        if (unit < Character.MIN_SURROGATE) {
            return unit;
        }
        boolean surrogate = unit <= Character.MAX_SURROGATE;
        return surrogate ? unit + 0x2000 : unit - 0x800;
    }
}

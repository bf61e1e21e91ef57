package dev.gemmatune.datasets.beir;

/** White space as Python's {@code str.strip} sees it, which decides what mteb embeds. */
final class PythonText {

    private PythonText() {}

    /** The text without white space at both ends. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code str.isspace}: Java's white space and the no-break spaces, which Java leaves out. */
    private static boolean isSpace(char value) {
        return Character.isWhitespace(value) || Character.isSpaceChar(value) || value == '\u0085';
    }
}

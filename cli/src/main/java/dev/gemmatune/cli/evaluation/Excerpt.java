package dev.gemmatune.cli.evaluation;

/** The beginning of a text on one line. */
final class Excerpt {

    private static final int LENGTH = 240;

    private Excerpt() {}

    static String of(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= LENGTH) {
            return line;
        }
        String start = line.substring(0, line.offsetByCodePoints(0, LENGTH));
        int space = start.lastIndexOf(' ');
        return (space > LENGTH / 2 ? start.substring(0, space) : start) + "…";
    }
}

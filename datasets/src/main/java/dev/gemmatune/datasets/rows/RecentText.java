package dev.gemmatune.datasets.rows;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Remembers the last few thousand characters that were read, so that what is wrong in them can be shown. */
final class RecentText extends FilterReader {

    private static final int KEPT = 1 << 13;

    private final StringBuilder recent = new StringBuilder();
    /** Where the remembered text begins, counted from 1. */
    private int line = 1;

    private int column = 1;

    RecentText(Reader text) {
        super(text);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            recent.append(target, offset, count);
            forget(Math.max(0, recent.length() - Math.max(KEPT, count)));
        }
        return count;
    }

    private void forget(int count) {
        for (int i = 0; i < count; i++) {
            boolean ends = recent.charAt(i) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        recent.delete(0, count);
    }

    /** The text from a place on; empty if it is no longer remembered. */
    String from(int wantedLine, int wantedColumn) {
        int atLine = line;
        int atColumn = column;
        for (int i = 0; i < recent.length(); i++) {
            if (atLine == wantedLine && atColumn == wantedColumn) {
                return recent.substring(i);
            }
            boolean ends = recent.charAt(i) == '\n';
            atLine += ends ? 1 : 0;
            atColumn = ends ? 1 : atColumn + 1;
        }
        return "";
    }
}

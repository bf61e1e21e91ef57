package dev.gemmatune.cli.report.html;

import java.util.Locale;

/** The colours of lines and bars; the style sheet says what they are by day, by night and on paper. */
public enum Colour {
    /** What matters. */
    BLUE,
    /** What it is held against. */
    GREY,
    /** A thin grey line behind another one. */
    FAINT,
    /** A third. */
    ORANGE,
    /** A fourth. */
    VIOLET,
    /** A fifth. */
    TEAL;

    /** The class in the style sheet. */
    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}

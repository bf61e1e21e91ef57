package dev.gemmatune.datasets.lines;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names from a file in messages, which stay readable whatever the file holds. */
public final class Listed {

    private static final int NAMES = 12;
    private static final int LETTERS = 40;

    private Listed() {}

    /** The first names: {@code [id, question, … 2,998 more]}; those without a letter as {@code ""}. */
    public static String of(Collection<String> names) {
        String shown = names.stream().limit(NAMES).map(Listed::name).collect(Collectors.joining(", "));
        int more = names.size() - NAMES;
        return "[" + shown + (more > 0 ? String.format(Locale.ROOT, ", … %,d more", more) : "") + "]";
    }

    /** One name, cut where it is long. */
    public static String name(String name) {
        if (name.isEmpty()) {
            return "\"\"";
        }
        if (name.length() <= LETTERS) {
            return name;
        }
        // Half of a character cannot be written.
        int end = Character.isHighSurrogate(name.charAt(LETTERS - 1)) ? LETTERS - 1 : LETTERS;
        return name.substring(0, end) + "…";
    }
}

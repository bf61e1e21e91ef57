package dev.gemmatune.cli.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts of others, such as names, rows and errors about them, as a terminal may get them. */
public final class Shown {

    private static final int LINES = 40;
    private static final int CHARACTERS = 4000;

    private Shown() {}

    /** Control characters as visible escapes of Java, but for the ends of lines and tabs: a terminal would obey them. */
    public static String visible(String text) {
        if (text.chars().noneMatch(Shown::isObeyed)) {
            return text;
        }
        return text.chars()
                .mapToObj(unit ->
                        isObeyed(unit) ? String.format(Locale.ROOT, "\\u%04x", unit) : Character.toString((char) unit))
                .collect(Collectors.joining());
    }

    /** What fits a screen of an error: its first lines and characters, and how many more there are. */
    public static String cut(String error) {
        List<String> lines = error.lines().toList();
        String first = lines.size() <= LINES
                ? error
                : String.join("\n", lines.subList(0, LINES))
                        + String.format(Locale.ROOT, "\n… (%,d more lines)", lines.size() - LINES);
        return first.length() <= CHARACTERS
                ? first
                : first.substring(0, CHARACTERS)
                        + String.format(Locale.ROOT, "… (%,d more characters)", error.length() - CHARACTERS);
    }

    private static boolean isObeyed(int unit) {
        return Character.isISOControl(unit) && unit != '\n' && unit != '\t';
    }
}

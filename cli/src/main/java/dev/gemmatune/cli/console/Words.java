package dev.gemmatune.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Breaks text between words. */
final class Words {

    private Words() {}

    /**
     * Lines that are no longer than a width, but for words that are longer themselves. A text that fits is left as it is.
     *
     * @param width at least 1; 0 for no limit
     * @return at least one line
     */
    static List<String> wrap(String text, int width) {
        if (width <= 0 || text.length() <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int indent = rest.length() - rest.stripLeading().length();
            int at = rest.lastIndexOf(' ', width);
            if (at <= indent) {
                at = rest.indexOf(' ', Math.max(indent, width));
            }
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at).stripTrailing());
            rest = rest.substring(at).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}

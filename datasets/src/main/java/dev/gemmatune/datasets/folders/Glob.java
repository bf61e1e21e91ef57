package dev.gemmatune.datasets.folders;

import dev.gemmatune.model.UserError;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns of paths with {@code /} between names: {@code *} and {@code ?} stay within a name, {@code **} does not,
 * {@code [ab]} is one of some characters and <code>{a,b}</code> one of some texts.
 */
public final class Glob {

    private static final String SPECIAL = "*?[{";

    private Glob() {}

    /** Whether a text is more than a path. */
    public static boolean isPattern(String text) {
        return text.chars().anyMatch(character -> SPECIAL.indexOf(character) >= 0);
    }

    /**
     * Holds paths against a pattern.
     *
     * @throws UserError if the pattern is broken
     */
    public static Predicate<String> matcher(String glob) {
        try {
            return Pattern.compile(regex(glob)).asMatchPredicate();
        } catch (PatternSyntaxException e) {
            throw new UserError(
                    "the pattern " + glob + " is broken; * and ? stand for characters of a name, ** for folders too,"
                            + " [a-z] for one of these characters, {a,b} for one of these texts",
                    e);
        }
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char character = glob.charAt(i);
            int close = character == '[' ? glob.indexOf(']', i + 2) : -1;
            if (close > 0) {
                String choice = glob.substring(i + 1, close)
                        .replaceAll("([\\\\\\[&^])", "\\\\$1")
                        .replaceFirst("^!", "^");
                regex.append('[').append(choice).append(']');
                i = close;
            } else if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (character == '*') {
                regex.append("[^/]*");
            } else if (character == '?') {
                regex.append("[^/]");
            } else if (character == '{') {
                depth++;
                regex.append("(?:");
            } else if (depth > 0 && (character == ',' || character == '}')) {
                depth -= character == '}' ? 1 : 0;
                regex.append(character == ',' ? '|' : ')');
            } else {
                regex.append(Pattern.quote(String.valueOf(character)));
            }
        }
        return regex.append(")".repeat(depth)).toString();
    }
}

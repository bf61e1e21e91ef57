package dev.gemmatune.model.adapter;

import dev.gemmatune.model.UserError;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression over names of modules, as Python's {@code re.fullmatch} takes it, that always comes to an end. */
final class ModulePattern {

    /** A name has some forty characters; an expression that looks at them so often will not end. */
    private static final int MOST_STEPS = 1_000_000;

    private final Pattern pattern;
    private final String text;
    private final String place;

    /**
     * Compiles an expression.
     *
     * @param place file and key, which begin the message of an error
     * @throws UserError if it is none
     */
    ModulePattern(String text, String place) {
        this.text = text;
        this.place = place;
        try {
            this.pattern = Pattern.compile(text.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            throw new UserError(
                    place + ": \"" + text + "\" is no regular expression: " + e.getDescription() + "; correct it", e);
        }
    }

    /** Whether the whole name matches. */
    boolean matches(String name) {
        try {
            return pattern.matcher(new Counted(name)).matches();
        } catch (Endless | StackOverflowError e) {
            throw new UserError(
                    place + ": the regular expression \"" + text + "\" does not come to an end; list the modules", e);
        }
    }

    private static final class Endless extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A name that lets only so many looks at its characters. */
    private static final class Counted implements CharSequence {
        private final String name;
        private int steps;

        Counted(String name) {
            this.name = name;
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new Endless();
            }
            return name.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return name.subSequence(start, end);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}

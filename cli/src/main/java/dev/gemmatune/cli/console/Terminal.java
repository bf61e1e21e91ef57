package dev.gemmatune.cli.console;

import java.util.Map;

/**
 * The terminal behind stderr.
 *
 * @param present whether there is one, on which a line can be written over
 * @param columns its width; 0 if it is not known
 * @param colours whether it shows colours that are wanted
 */
public record Terminal(boolean present, int columns, boolean colours) {

    /** A file, a pipe or the log of a service. */
    public static final Terminal NONE = new Terminal(false, 0, false);

    /** As the launcher found it, since Java cannot know it of stderr, and as the environment wants it. */
    public static Terminal ofProcess() {
        return Boolean.getBoolean("gemmatune.terminal")
                ? of(System.getenv(), Integer.getInteger("gemmatune.columns", 0))
                : NONE;
    }

    /** A terminal with colours, unless NO_COLOR holds anything (no-color.org) or TERM is {@code dumb}. */
    static Terminal of(Map<String, String> environment, int columns) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(true, Math.max(0, columns), !unwanted);
    }

    /** The text in a colour; without colours as it is. */
    String paint(Colour colour, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }

    /** What colours mean. */
    enum Colour {
        BAD(31),
        DONE(32),
        DOUBTFUL(33);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }
}

package dev.gemmatune.train.optimizer;

import java.util.regex.Pattern;

/**
 * Names of parameters.
 *
 * @param text a name in which {@code *} stands for any characters
 */
public record NamePattern(String text) {

    /** Checks that there is a text. */
    public NamePattern {
        if (text.isBlank()) {
            throw new IllegalArgumentException("text must not be blank, got \"" + text + "\"");
        }
    }

    /** Whether the pattern fits the whole name. */
    public boolean matches(String name) {
        String expression = Pattern.quote(text).replace("*", "\\E.*\\Q");
        return name.matches(expression);
    }

    @Override
    public String toString() {
        return text;
    }
}

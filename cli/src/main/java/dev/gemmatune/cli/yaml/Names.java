package dev.gemmatune.cli.yaml;

import dev.gemmatune.model.Spelling;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The names of keys and choices, and the one that was probably meant. */
public final class Names {

    private Names() {}

    /** {@code learningRate} and {@code LearningRate} become {@code learning_rate}, {@code FLOAT32} {@code float32}. */
    public static String snakeCase(String javaName) {
        return javaName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** The name of an enum's constant: what its {@code toString} says where it says something of its own. */
    static String ofConstant(Enum<?> constant) {
        return constant.toString().equals(constant.name()) ? snakeCase(constant.name()) : constant.toString();
    }

    /** The known name that is nearest to {@code found}, if one is near enough to be a misspelling of it. */
    public static Optional<String> nearest(String found, Collection<String> known) {
        return Spelling.nearest(found, known);
    }

    /** {@code ; did you mean X?}, or the names that there are. */
    public static String suggestion(String found, Collection<String> known) {
        return nearest(found, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse(known.isEmpty() ? "" : "; known are " + String.join(", ", known));
    }
}

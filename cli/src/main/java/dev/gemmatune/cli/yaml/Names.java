package dev.gemmatune.cli.yaml;

import java.util.Collection;
import java.util.Comparator;
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
        String normal = snakeCase(found.replace('-', '_'));
        int limit = Math.max(2, normal.length() / 3);
        return known.stream()
                .filter(name -> distance(normal, name) <= limit && distance(normal, name) < name.length())
                .min(Comparator.comparingInt(name -> distance(normal, name)));
    }

    /** {@code ; did you mean X?}, or the names that there are. */
    public static String suggestion(String found, Collection<String> known) {
        return nearest(found, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse(known.isEmpty() ? "" : "; known are " + String.join(", ", known));
    }

    /** The number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, a, b, i, j);
            }
        }
        return distance[a.length()][b.length()];
    }

    private static int step(int[][] distance, String a, String b, int i, int j) {
        int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
    }
}

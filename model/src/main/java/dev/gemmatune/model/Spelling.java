package dev.gemmatune.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant by a misspelt one, for messages. */
public final class Spelling {

    private Spelling() {}

    /** The known name that is nearest to {@code found}, capitals and hyphens aside, if one is near enough. */
    public static Optional<String> nearest(String found, Collection<String> known) {
        String normal = normal(found);
        int limit = Math.max(2, normal.length() / 3);
        return known.stream()
                .filter(name ->
                        distance(normal, normal(name)) <= limit && distance(normal, normal(name)) < name.length())
                .min(Comparator.comparingInt(name -> distance(normal, normal(name))));
    }

    private static String normal(String name) {
        return name.replace('-', '_').replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
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

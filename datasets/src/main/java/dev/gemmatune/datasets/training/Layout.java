package dev.gemmatune.datasets.training;

import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which column of a file plays which role; fixed by its first row.
 *
 * @param columnOf from a role to the name of its column
 * @param negatives the roles of the columns that hold one negative each, in order
 */
record Layout(Map<String, String> columnOf, List<String> negatives) {

    private static final String EXPECTED = "expected {anchor, positive} with any of negative, negative_1… or negatives,"
            + " or {sentence1, sentence2, score}";
    private static final String MAPPING = "map them with data.columns (for example {\"my_question\": anchor})"
            + " or leave them out with data.ignore";

    /** The layout of a row with these keys. */
    static Layout of(Path file, Set<String> keys, Columns columns) {
        Map<String, String> columnOf = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String column : keys) {
            if (columns.ignored().contains(column)) {
                continue;
            }
            Optional<String> role =
                    Optional.ofNullable(columns.roles().get(column)).or(() -> Role.byName(column));
            if (role.isEmpty()) {
                unknown.add(column);
                continue;
            }
            String other = columnOf.putIfAbsent(role.get(), column);
            if (other != null) {
                throw new UserError(file + ": the columns \"" + other + "\" and \"" + column + "\" would both be the "
                        + role.get() + "; " + MAPPING);
            }
        }
        requireMapped(file, keys, columns);
        if (!unknown.isEmpty()) {
            throw new UserError(
                    file + ": unknown columns " + unknown + "; found " + keys + ", " + EXPECTED + "; " + MAPPING);
        }
        return checked(file, keys, columnOf);
    }

    boolean scored() {
        return columnOf.containsKey(Role.SCORE);
    }

    /** What is wrong with the columns of a later row, if anything: they must be those of the first. */
    Optional<String> difference(Set<String> keys, Columns columns) {
        Set<String> expected = new TreeSet<>(columnOf.values());
        Set<String> found = new TreeSet<>(keys);
        found.removeAll(columns.ignored());
        if (found.equals(expected)) {
            return Optional.empty();
        }
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        found.removeAll(expected);
        return Optional.of((missing.isEmpty() ? "" : "missing column " + missing)
                + (missing.isEmpty() || found.isEmpty() ? "" : " and ")
                + (found.isEmpty() ? "" : "additional column " + found)
                + "; every row needs the columns of the first one, " + columnOf.values());
    }

    private static void requireMapped(Path file, Set<String> keys, Columns columns) {
        for (String column : new TreeSet<>(columns.roles().keySet())) {
            if (!keys.contains(column)) {
                throw new UserError(
                        file + ": data.columns names the column \"" + column + "\", which is not there; found " + keys);
            }
        }
    }

    private static Layout checked(Path file, Set<String> keys, Map<String, String> columnOf) {
        Set<String> roles = new TreeSet<>(columnOf.keySet());
        List<String> negatives = roles.stream()
                .filter(role -> role.equals(Role.NEGATIVE) || Role.isNumberedNegative(role))
                .sorted(Comparator.comparingInt(Role::number))
                .toList();
        boolean scored = roles.equals(Set.of(Role.SENTENCE1, Role.SENTENCE2, Role.SCORE));
        roles.removeAll(negatives);
        boolean listed = roles.remove(Role.NEGATIVES);
        boolean contrast = roles.equals(Set.of(Role.ANCHOR, Role.POSITIVE)) && !(listed && !negatives.isEmpty());
        if (!scored && !contrast) {
            throw new UserError(
                    file + ": these columns make no training row: found " + keys + ", " + EXPECTED + "; " + MAPPING);
        }
        return new Layout(columnOf, negatives);
    }
}

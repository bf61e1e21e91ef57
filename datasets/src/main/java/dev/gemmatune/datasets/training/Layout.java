package dev.gemmatune.datasets.training;

import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.model.Spelling;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which column of a row plays which role. Rows of one file may differ only in their negatives.
 *
 * @param columnOf from a role to the name of its column
 * @param negatives the roles of the columns that hold one negative each, in order
 */
record Layout(Map<String, String> columnOf, List<String> negatives) {

    private static final String EXPECTED = "expected {anchor, positive} with any of negative, negative_1… or negatives"
            + " (positives for a list of them),"
            + " or {sentence1, sentence2, score}";
    private static final String MAPPING = "map them with data.train.columns (for example {\"my_question\": anchor})"
            + " or leave them out with data.train.ignore; on the command line (mine, data split) these are --column"
            + " my_question=anchor and --ignore";

    /** The layout of a row with these keys. */
    static Layout of(String place, Set<String> keys, Columns columns) {
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
                throw new UserError(place + ": the columns \"" + other + "\" and \"" + column + "\" would both be the "
                        + role.get() + "; " + MAPPING);
            }
        }
        if (!unknown.isEmpty()) {
            boolean enough = columnOf.containsKey(Role.ANCHOR) && columnOf.containsKey(Role.POSITIVE);
            throw new UserError(
                    place + ": unknown columns " + Listed.of(unknown) + "; found " + Listed.of(keys) + ", " + EXPECTED
                            + "; "
                            + (enough
                                    ? "leave them out with data.train.ignore: " + Listed.of(unknown)
                                            + " (on the command line --ignore), or map them"
                                    : MAPPING));
        }
        return checked(place, keys, columnOf);
    }

    /** The column with the texts of a row's positives, if they are a list. */
    Optional<String> positives() {
        return Optional.ofNullable(columnOf.get(Role.POSITIVES));
    }

    boolean scored() {
        return columnOf.containsKey(Role.SCORE);
    }

    /** What is wrong with the columns of a later row, if anything: all but the negatives must be those of the first. */
    Optional<String> difference(Layout later) {
        Set<String> expected = new TreeSet<>(required().values());
        Set<String> found = new TreeSet<>(later.required().values());
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of("the columns are " + Listed.of(found) + ", but those of the first row "
                        + Listed.of(expected) + "; every row needs the same ones, only negatives may be missing");
    }

    /**
     * Checks that the columns that a user has mapped are there, in a row where they should be.
     *
     * @throws UserError if one is not
     */
    static void requireMapped(String place, Set<String> keys, Columns columns) {
        for (Map.Entry<String, String> mapped : new TreeMap<>(columns.roles()).entrySet()) {
            if (!keys.contains(mapped.getKey()) && !Role.isOptional(mapped.getValue())) {
                String meant = Spelling.nearest(mapped.getKey(), keys)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("");
                throw new UserError(place + ": data.train.columns names the column \"" + mapped.getKey()
                        + "\", which is not there; found " + Listed.of(keys) + meant);
            }
        }
    }

    private Map<String, String> required() {
        Map<String, String> required = new TreeMap<>(columnOf);
        required.keySet().removeIf(Role::isOptional);
        return required;
    }

    private static Layout checked(String place, Set<String> keys, Map<String, String> columnOf) {
        Set<String> roles = new TreeSet<>(columnOf.keySet());
        List<String> negatives = roles.stream()
                .filter(role -> Role.isNegative(role) && !role.equals(Role.NEGATIVES))
                .sorted(Comparator.comparingInt(Role::number))
                .toList();
        boolean scored = roles.equals(Set.of(Role.SENTENCE1, Role.SENTENCE2, Role.SCORE));
        Set<String> teacherScores = new TreeSet<>(roles);
        teacherScores.removeIf(role -> !Role.isTeacherScore(role));
        roles.removeAll(teacherScores);
        roles.removeAll(negatives);
        boolean listed = roles.remove(Role.NEGATIVES);
        boolean several = roles.equals(Set.of(Role.ANCHOR, Role.POSITIVES)) && teacherScores.isEmpty();
        boolean contrast =
                (roles.equals(Set.of(Role.ANCHOR, Role.POSITIVE)) || several) && !(listed && !negatives.isEmpty());
        if (!scored && !contrast) {
            throw new UserError(place + ": these columns make no training row: found " + Listed.of(keys) + ", "
                    + EXPECTED + "; " + MAPPING);
        }
        Layout layout = new Layout(columnOf, negatives);
        layout.checkTeacherScores(place, teacherScores);
        return layout;
    }

    private void checkTeacherScores(String place, Set<String> found) {
        Set<String> oneByOne = new TreeSet<>(Set.of(Role.POSITIVE_SCORE));
        negatives.forEach(negative -> oneByOne.add(Role.scoreOf(negative)));
        Set<String> listed = Set.of(Role.POSITIVE_SCORE, Role.NEGATIVE_SCORES);
        boolean hasNegatives = !negatives.isEmpty() || columnOf.containsKey(Role.NEGATIVES);
        boolean complete = found.isEmpty()
                || found.equals(Set.of(Role.SCORES))
                || (found.equals(listed) && hasNegatives)
                || (found.equals(oneByOne) && !columnOf.containsKey(Role.NEGATIVES));
        if (!complete) {
            throw new UserError(place + ": found the scores " + found + ", expected "
                    + (columnOf.containsKey(Role.NEGATIVES) ? listed : oneByOne)
                    + ", or one list scores of the positive and all negatives, or none; " + MAPPING);
        }
    }
}

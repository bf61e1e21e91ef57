package dev.gemmatune.datasets.training;

import dev.gemmatune.model.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a training file mean, where their names do not say it.
 *
 * @param roles from the name of a column in the file to its role: {@code anchor}, {@code positive}, {@code positives}, {@code negative},
 *     {@code negative_1}…, {@code negatives}, {@code sentence1}, {@code sentence2} or {@code score}
 * @param ignored names of columns that are not read
 */
public record Columns(Map<String, String> roles, Set<String> ignored) {

    /** No mapping: the names of the columns say what they are. */
    public static final Columns BY_NAME = new Columns(Map.of(), Set.of());

    /** Whether a column of this name has a role unless it is mapped or ignored. */
    public static boolean hasRole(String column) {
        return Role.byName(column).isPresent();
    }

    /** Copies both and checks the roles. */
    public Columns {
        roles = Map.copyOf(new LinkedHashMap<>(roles));
        ignored = Set.copyOf(ignored);
        for (Map.Entry<String, String> entry : roles.entrySet()) {
            if (!Role.isRole(entry.getValue())) {
                String turned = Role.isRole(entry.getKey())
                        ? "; the column comes first: {" + entry.getValue() + ": " + entry.getKey() + "}"
                        : Spelling.nearest(entry.getValue(), List.of(Role.NAMES.split(", ")))
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("");
                throw new IllegalArgumentException("columns." + entry.getKey() + " must be one of " + Role.NAMES
                        + ", got \"" + entry.getValue() + "\"" + turned);
            }
            if (ignored.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                        "columns." + entry.getKey() + " must not be in ignore as well, got " + entry.getValue());
            }
        }
    }
}

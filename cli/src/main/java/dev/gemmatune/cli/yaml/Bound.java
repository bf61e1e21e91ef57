package dev.gemmatune.cli.yaml;

import java.util.Map;
import java.util.Optional;

/**
 * What became of a tree.
 *
 * @param value the record; values that were wrong are replaced by their defaults, so that the rest can be checked as
 *     well. Empty if something without a default was wrong or missing
 * @param places where each value was written, by its path: {@code data.evaluation[0].split}
 */
public record Bound<T>(Optional<T> value, Map<String, Place> places) {

    /** Copies the map. */
    public Bound {
        places = Map.copyOf(places);
    }

    /** Where {@code path} was written, or else the nearest section around it. */
    public Place place(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            if (places.containsKey(at)) {
                return places.get(at);
            }
        }
        return places.get("");
    }

    private static String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }
}

package dev.gemmatune.datasets.lines;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What lenient reading left out.
 *
 * @param counts how many rows (or queries) of each flaw; only flaws that occurred
 * @param examples the first message of each flaw, as strict reading would have given it
 */
public record Dropped(Map<Flaw, Integer> counts, Map<Flaw, String> examples) {

    /** Nothing. */
    public static final Dropped NONE = new Dropped(Map.of(), Map.of());

    /** Copies the maps. */
    public Dropped {
        counts = copy(counts);
        examples = copy(examples);
    }

    /** Whether everything was taken. */
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Both together; of two examples of one flaw the first stays. */
    public Dropped plus(Dropped later) {
        Map<Flaw, Integer> allCounts = new EnumMap<>(Flaw.class);
        allCounts.putAll(counts);
        later.counts.forEach((flaw, count) -> allCounts.merge(flaw, count, Integer::sum));
        Map<Flaw, String> allExamples = new EnumMap<>(Flaw.class);
        allExamples.putAll(later.examples);
        allExamples.putAll(examples);
        return new Dropped(allCounts, allExamples);
    }

    /** The counts in words: {@code broken rows: 2, unknown ids: 1}. */
    public String words() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey().words() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The first message of each flaw. */
    public List<String> messages() {
        return List.copyOf(examples.values());
    }

    private static <T> Map<Flaw, T> copy(Map<Flaw, T> map) {
        Map<Flaw, T> copy = new EnumMap<>(Flaw.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }
}

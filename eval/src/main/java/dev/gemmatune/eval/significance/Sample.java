package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A metric together with the items that it was computed from. Two models' samples of the same items can be compared by
 * drawing items again, the same for both.
 *
 * @param items what they are, in the plural: {@code queries}
 * @param parts of which each has its own items and statistic; the metric is the plain mean over them, as mteb averages
 *     splits and subsets
 */
public record Sample(String items, List<Part> parts) {

    /**
     * Items with a statistic of their own.
     *
     * @param ids of the items
     * @param statistic of them
     */
    public record Part(List<String> ids, Statistic statistic) {
        /** Copies the ids and checks their number. */
        public Part {
            ids = List.copyOf(ids);
            if (ids.size() != statistic.size() || ids.isEmpty()) {
                throw new IllegalArgumentException("ids must be as many as the statistic's items and not none, got "
                        + ids.size() + " and " + statistic.size());
            }
        }
    }

    /** Copies the parts. */
    public Sample {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("parts must not be empty, got none");
        }
    }

    /** A sample of one part. */
    public Sample(String items, List<String> ids, Statistic statistic) {
        this(items, List.of(new Part(ids, statistic)));
    }

    /** The same with something before every id, so that items of several parts can be told apart. */
    public Sample withPrefix(String prefix) {
        return new Sample(
                items,
                parts.stream()
                        .map(part ->
                                new Part(part.ids().stream().map(prefix::concat).toList(), part.statistic()))
                        .toList());
    }

    /** The metric. */
    public double value() {
        return parts.stream()
                .mapToDouble(part -> part.statistic().value())
                .average()
                .orElseThrow();
    }

    /** The ids of all items. */
    public List<String> ids() {
        return parts.stream().flatMap(part -> part.ids().stream()).toList();
    }

    /** The metric of each item, in the order of the ids, where each item has it. */
    public Optional<double[]> values() {
        return parts.stream().allMatch(part -> part.statistic() instanceof ItemMean)
                ? Optional.of(parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(((ItemMean) part.statistic()).values()))
                        .toArray())
                : Optional.empty();
    }

    /** Whether another model's sample has the same items, statistic by statistic, and both metrics are defined. */
    public boolean isComparableWith(Sample other) {
        boolean alike = items.equals(other.items) && parts.size() == other.parts.size();
        for (int i = 0; alike && i < parts.size(); i++) {
            Part mine = parts.get(i);
            Part theirs = other.parts.get(i);
            alike = mine.ids().equals(theirs.ids())
                    && mine.statistic().getClass().equals(theirs.statistic().getClass());
        }
        return alike && Double.isFinite(value()) && Double.isFinite(other.value());
    }
}

package dev.gemmatune.datasets.tasks;

import dev.gemmatune.datasets.lines.Dropped;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A task that was read.
 *
 * @param description what it is
 * @param parts its splits and subsets, splits first
 * @param dropped what lenient reading left out
 */
public record Task(TaskDescription description, List<Part> parts, Dropped dropped) {

    /** A task from which nothing was left out. */
    public Task(TaskDescription description, List<Part> parts) {
        this(description, parts, Dropped.NONE);
    }

    /** Copies the list. */
    public Task {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("parts must not be empty, got none of " + description.name());
        }
    }

    /**
     * A split of a subset.
     *
     * @param split {@code test}
     * @param subset {@code default} if there is only one
     * @param languages as mteb writes them
     * @param data what is evaluated
     */
    public record Part(String split, String subset, List<String> languages, TaskData data) {

        /** Copies the list. */
        public Part {
            languages = List.copyOf(languages);
        }
    }

    /** The task's name, with the split if there is only one: {@code Banking77Classification/test}. */
    public String name() {
        List<String> splits = description.splits();
        return description.name() + (splits.size() == 1 ? "/" + splits.get(0) : "");
    }

    /** What tells the items of one part from those of another: the split and the subset where there are several. */
    public String prefix(Part part) {
        boolean oneSplit = parts.stream().map(Part::split).distinct().count() == 1;
        boolean oneSubset = parts.stream().map(Part::subset).distinct().count() == 1;
        return (oneSplit ? "" : part.split() + "/") + (oneSubset ? "" : part.subset() + "/");
    }

    /** Its size in words. */
    public String describe() {
        return parts.size() == 1
                ? parts.get(0).data().describe()
                : parts.size() + " parts ("
                        + parts.stream().map(Part::subset).distinct().collect(Collectors.joining(", ")) + ")";
    }

    /** Texts of all parts. */
    public List<String> texts() {
        return parts.stream().flatMap(part -> part.data().texts().stream()).toList();
    }
}

package dev.gemmatune.cli.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a configuration. */
public final class Problems {

    /**
     * One thing that is wrong.
     *
     * @param place where
     * @param message key, what was found, what is expected
     */
    public record Problem(Place place, String message) {
        /** One line: place and message. */
        @Override
        public String toString() {
            return place + ": " + message;
        }
    }

    private final String subject;
    private final List<Problem> found = new ArrayList<>();

    /** No problems yet with {@code subject}, the file that the report names first. */
    public Problems(String subject) {
        this.subject = subject;
    }

    /** Adds a problem, unless it is known already. */
    public void add(Place place, String message) {
        Problem problem = new Problem(place, message);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All of them in the order of the file. */
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(Problem::place));
        return sorted;
    }

    /**
     * Ends the collection.
     *
     * @throws ConfigProblems with all of them, if there is one
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigProblems(subject, all());
        }
    }
}

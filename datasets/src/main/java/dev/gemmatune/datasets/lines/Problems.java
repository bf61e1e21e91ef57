package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a file or a folder, so that the user sees all of it at once.
 *
 * <p>After {@value #LIMIT} problems reading stops: more of them are rarely different ones.
 */
public final class Problems {

    /** The number of problems after which reading stops. */
    public static final int LIMIT = 20;

    private final String subject;
    private final List<String> messages = new ArrayList<>();
    private boolean ended;

    /** No problems yet with {@code subject}, which is what the report names first. */
    public Problems(String subject) {
        this.subject = subject;
    }

    /**
     * Adds a problem.
     *
     * @param message the place, what was found and what was expected
     * @throws UserError with all the messages if this was the last one that is collected
     */
    public void add(String message) {
        messages.add(message);
        if (messages.size() == LIMIT) {
            ended = true;
            throw new UserError(report());
        }
    }

    /**
     * Adds a problem that makes it pointless to go on.
     *
     * @return the error to throw, with all the messages
     */
    public UserError last(String message) {
        ended = true;
        messages.add(message);
        return new UserError(report());
    }

    /** Whether reading must stop: there were too many problems, or one that makes it pointless to go on. */
    public boolean isEnded() {
        return ended;
    }

    /** How many were added. */
    public int count() {
        return messages.size();
    }

    /**
     * Ends the collection.
     *
     * @throws UserError with all the messages if there is one
     */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new UserError(report());
        }
    }

    private String report() {
        if (messages.size() == 1) {
            return messages.get(0);
        }
        String stopped = messages.size() == LIMIT ? " (reading stopped there)" : "";
        return messages.size() + " problems in " + subject + stopped + ":\n  " + String.join("\n  ", messages);
    }
}

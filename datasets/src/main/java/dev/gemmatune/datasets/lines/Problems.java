package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Collects what is wrong with a file or a folder, so that the user sees all of it at once; of lenient reading, counts what
 * is left out.
 *
 * <p>After {@value #LIMIT} problems strict reading stops: more of them are rarely different ones.
 */
public final class Problems {

    /** The number of problems after which reading stops. */
    public static final int LIMIT = 20;

    private final String subject;
    private final Strictness strictness;
    private final List<String> messages = new ArrayList<>();
    private Dropped dropped = Dropped.NONE;
    private boolean ended;

    /** No problems yet with {@code subject}, which is what the report names first. */
    public Problems(String subject) {
        this(subject, Strictness.STRICT);
    }

    /** The same where rows may be left out. */
    public Problems(String subject, Strictness strictness) {
        this.subject = subject;
        this.strictness = strictness;
    }

    /** Whether flaws are counted instead of reported. */
    public boolean isLenient() {
        return strictness == Strictness.LENIENT;
    }

    /** What was left out so far; nothing if reading is strict. */
    public Dropped dropped() {
        return dropped;
    }

    /**
     * Adds a flaw, or counts it.
     *
     * @param message the place, what was found and what was expected
     * @throws UserError with all the messages if this was the last one that is collected
     */
    public void add(Flaw flaw, String message) {
        if (isLenient()) {
            dropped = dropped.plus(new Dropped(Map.of(flaw, 1), Map.of(flaw, message)));
        } else {
            add(message);
        }
    }

    /** Adds or counts the error of a row. */
    public void add(UserError error) {
        add(error instanceof FlawedRow row ? row.flaw() : Flaw.BROKEN_ROWS, error.getMessage());
    }

    /**
     * Adds a problem that no lenience passes over.
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
        String before = dropped.isEmpty() ? "" : " (left out before: " + dropped.words() + ")";
        if (messages.size() == 1) {
            return messages.get(0) + before;
        }
        String stopped = messages.size() == LIMIT ? " (reading stopped there)" : "";
        return messages.size() + " problems in " + subject + stopped + ":\n  " + String.join("\n  ", messages);
    }
}

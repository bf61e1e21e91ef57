package dev.gemmatune.model;

/**
 * Something that the user can put right: a missing file, a broken line, a wrong value. The message names the place,
 * what was found, what was expected and what to do, because it is all that the user sees; no stack trace is printed.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An error whose message is complete. */
    public UserError(String message) {
        super(message);
    }

    /** An error with the failure that it explains; only the message is shown. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}

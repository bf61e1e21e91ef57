package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;

/** The hub could not be asked; what is in the cache may serve. */
public final class HubUnreachable extends UserError {

    private static final long serialVersionUID = 1L;

    /** An error whose message is complete. */
    HubUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.gemmatune.datasets.rows;

import dev.gemmatune.model.UserError;

/** A file is broken in a way that leaves nothing to read behind the place. */
final class UnreadableRest extends UserError {

    private static final long serialVersionUID = 1L;

    UnreadableRest(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.gemmatune.cli.console;

import dev.gemmatune.model.UserError;

/** The end of work that was told to stop. */
public final class Interrupted extends UserError {

    private static final long serialVersionUID = 1L;

    Interrupted(String message) {
        super(message);
    }
}

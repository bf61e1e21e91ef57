package dev.gemmatune.cli.command;

import dev.gemmatune.model.UserError;

/** A wrong value of an option. */
public final class WrongUsage extends UserError {

    private static final long serialVersionUID = 1L;

    private WrongUsage(String message) {
        super(message);
    }

    /** The error to throw. */
    static WrongUsage because(String message) {
        return new WrongUsage(message);
    }

    /** Ends the command unless {@code holds}. */
    static void check(boolean holds, String message) {
        if (!holds) {
            throw new WrongUsage(message);
        }
    }
}

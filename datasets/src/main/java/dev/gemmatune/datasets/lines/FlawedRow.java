package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;

/** The error of a row of which one can say more than that it is broken. */
public final class FlawedRow extends UserError {

    private static final long serialVersionUID = 1L;

    private final Flaw flaw;

    /** An error with the place, what was found and what to do. */
    public FlawedRow(Flaw flaw, String message) {
        super(message);
        this.flaw = flaw;
    }

    Flaw flaw() {
        return flaw;
    }
}

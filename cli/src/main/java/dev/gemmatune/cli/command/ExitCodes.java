package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.StopSignal;

/** The exit codes of all commands. */
public final class ExitCodes {

    /** Done. */
    public static final int DONE = 0;
    /** Failed. */
    public static final int FAILED = 1;
    /** Wrong usage or config. */
    public static final int WRONG_USAGE = 2;
    /** A check fell short: verification, expected score. */
    public static final int FELL_SHORT = 3;

    /** Stopped by Ctrl-C or kill, in order. */
    public static final int INTERRUPTED = StopSignal.EXIT_CODE;

    private ExitCodes() {}
}

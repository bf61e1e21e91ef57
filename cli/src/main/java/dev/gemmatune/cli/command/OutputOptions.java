package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import picocli.CommandLine.Option;

/** How much is shown. */
public final class OutputOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress and no notes, only results and errors")
    private boolean quiet;

    @Option(names = "--debug", description = "show the stack trace of an unexpected error")
    private boolean debug;

    /** Whether to show results and errors only. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether to show stack traces. */
    public boolean debug() {
        return debug;
    }

    /** Progress as asked for. */
    public ConsoleProgress progress(Console console) {
        return new ConsoleProgress(console, quiet);
    }

    /** A note on stderr, unless they are not wanted. */
    public void note(Console console, String text) {
        if (!quiet) {
            console.message(text);
        }
    }
}

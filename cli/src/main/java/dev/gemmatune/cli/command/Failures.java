package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.yaml.ConfigProblems;
import dev.gemmatune.export.VerificationFailed;
import dev.gemmatune.model.UserError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into messages and exit codes. Stack traces are shown only with {@code --debug}. */
public final class Failures {

    private final Console console;

    /** Messages go to the console's stderr. */
    public Failures(Console console) {
        this.console = console;
    }

    /** Wrong usage: the message, what was probably meant, and where to read more. */
    public int onWrongUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        console.message("error: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, console.err());
        console.message("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.WRONG_USAGE;
    }

    /** A command that failed. */
    public int onFailure(Throwable failure, CommandLine command) {
        if (failure instanceof ParameterException wrongUsage) {
            return onWrongUsage(wrongUsage);
        }
        boolean debug = command.getParseResult() != null
                && command.getParseResult().originalArgs().contains("--debug");
        if (failure instanceof WrongUsage) {
            console.message("error: " + failure.getMessage());
            console.message("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCodes.WRONG_USAGE;
        }
        int code = code(failure);
        boolean explained = failure instanceof UserError || code == ExitCodes.FELL_SHORT;
        console.message(
                explained
                        ? "error: " + failure.getMessage()
                        : "unexpected error: " + describe(failure)
                                + (debug ? "" : "\nRun with --debug for the stack trace."));
        if (debug) {
            failure.printStackTrace(console.err());
        }
        return code;
    }

    private static int code(Throwable failure) {
        if (failure instanceof ConfigProblems) {
            return ExitCodes.WRONG_USAGE;
        }
        return failure instanceof VerificationFailed ? ExitCodes.FELL_SHORT : ExitCodes.FAILED;
    }

    private static String describe(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "the Java heap is too small (" + failure.getMessage() + "); set JAVA_OPTS=-Xmx4g or more";
        }
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return failure.getClass().getSimpleName() + ": " + message;
    }
}

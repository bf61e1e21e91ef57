package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.StopSignal;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The amount of output and its form, for people or for programs. */
public final class OutputOptions {

    /** The option of programs. */
    static final String JSON = "--json";

    private static final String MIXIN = "output";

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress and no notes, only results and errors")
    private boolean quiet;

    @Option(names = JSON, description = "the result, or the error, as one JSON object on stdout (docs/commands.md)")
    private boolean json;

    @Option(names = "--debug", description = "show the stack trace of an unexpected error")
    private boolean debug;

    /**
     * Gives a command these options, one with subcommands all that run, and has the console told what they say before a
     * command runs.
     */
    public static CommandLine addTo(CommandLine command, Console console) {
        running(command).forEach(each -> each.addMixin(MIXIN, new OutputOptions()));
        return command.setExecutionStrategy(parsed -> {
            refuseUnknownCommand(parsed);
            OutputOptions options = given(parsed);
            boolean asks = parsed.asCommandLineList().stream()
                    .anyMatch(each -> each.isUsageHelpRequested() || each.isVersionHelpRequested());
            console.begin(options.quiet, options.json && !asks); // help is for people
            StopSignal.ofProcess().leavesToSameCommand(left(parsed));
            return new CommandLine.RunLast().execute(parsed);
        });
    }

    /** {@code nosuch --help}: picocli forgives whatever stands beside --help, and would show the help of another command. */
    private static void refuseUnknownCommand(CommandLine.ParseResult parsed) {
        List<CommandLine> called = parsed.asCommandLineList();
        CommandLine last = called.get(called.size() - 1);
        List<String> unknown = last.getUnmatchedArguments();
        if (!last.getSubcommands().isEmpty() && unknown.stream().anyMatch(argument -> !argument.startsWith("-"))) {
            throw new CommandLine.UnmatchedArgumentException(last, unknown);
        }
    }

    private static Supplier<String> left(CommandLine.ParseResult parsed) {
        List<CommandLine> called = parsed.asCommandLineList();
        Object command = called.get(called.size() - 1).getCommandSpec().userObject();
        return command instanceof Interruptible interruptible ? interruptible::left : () -> "nothing was written";
    }

    private static Stream<CommandLine> running(CommandLine command) {
        Collection<CommandLine> subcommands = command.getSubcommands().values();
        return subcommands.isEmpty()
                ? Stream.of(command)
                : List.copyOf(subcommands).stream().flatMap(OutputOptions::running);
    }

    /** Whether the stack trace of an unexpected error is wanted. */
    static boolean wantsTrace(CommandLine command) {
        return command.getParseResult() != null && given(command.getParseResult()).debug;
    }

    /** Those of the command that was called; one without them shows everything as text. */
    private static OutputOptions given(CommandLine.ParseResult parsed) {
        List<CommandLine> called = parsed.asCommandLineList();
        Object mixin = called.get(called.size() - 1).getMixins().get(MIXIN);
        return mixin == null ? new OutputOptions() : (OutputOptions) mixin;
    }
}

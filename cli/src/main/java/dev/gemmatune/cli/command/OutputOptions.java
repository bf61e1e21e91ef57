package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How much is shown, and for whom. */
public final class OutputOptions {

    /** For people who type, and for programs. */
    static final String JSON = "--json";

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress and no notes, only results and errors")
    private boolean quiet;

    @Option(names = JSON, description = "the result, or the error, as one JSON object on stdout (docs/commands.md)")
    private boolean json;

    @Option(names = "--debug", description = "show the stack trace of an unexpected error")
    private boolean debug;

    /** Runs commands after telling the console what their options say; one without them shows everything as text. */
    public static IExecutionStrategy running(Console console) {
        return parsed -> {
            List<CommandLine> commands = parsed.asCommandLineList();
            CommandSpec mixin = commands.get(commands.size() - 1)
                    .getCommandSpec()
                    .mixins()
                    .getOrDefault("output", CommandSpec.forAnnotatedObject(new OutputOptions()));
            OutputOptions options = (OutputOptions) mixin.userObject();
            console.begin(options.quiet, options.json);
            return new CommandLine.RunLast().execute(parsed);
        };
    }
}

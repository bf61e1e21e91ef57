package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a shell complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script with which bash and zsh complete commands, options and their values.",
            "",
            "For one session: source <(gemmatune completion). For good: put it into a file that the shell reads, as below"
                    + " for bash; for zsh, source the file in ~/.zshrc."
        },
        footerHeading = "%nExample:%n",
        footer = {"  gemmatune completion > ~/.local/share/bash-completion/completions/gemmatune"})
public final class CompletionCommand implements Callable<Integer> {

    private static final Pattern CHOICES = Pattern.compile("(?<=_option_args=\\()[^)]*");

    private final Console console;

    @Spec
    private CommandSpec command;

    /** A command that shows its result on {@code console}. */
    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // Choices are taken in any case; they are offered as the help has them.
        String script = CHOICES.matcher(
                        AutoComplete.bash("gemmatune", command.root().commandLine()))
                .replaceAll(choices -> Matcher.quoteReplacement(choices.group().toLowerCase(Locale.ROOT)));
        console.answer("script", script);
        console.result(script.stripTrailing());
        return ExitCodes.DONE;
    }
}

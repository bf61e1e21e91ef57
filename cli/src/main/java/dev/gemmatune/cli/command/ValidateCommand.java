package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.ConfigFigures;
import dev.gemmatune.cli.config.ConfigSummary;
import dev.gemmatune.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds every problem of a config at once. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Finds every problem of a config at once, without loading a weight.",
        footerHeading = "%nExample:%n",
        footer = {"  gemmatune validate --config finance.yaml --set training.epochs=5", "", ConfigOptions.KEYS_HINT})
public final class ValidateCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private ConfigOptions config;

    /** A command that shows its results on {@code console}. */
    public ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CheckedConfig checked = config.load();
        console.answer("summary", ConfigFigures.of(checked));
        console.result("ok");
        if (!console.quiet()) {
            ConfigSummary.lines(checked).forEach(console::result);
        }
        return ExitCodes.DONE;
    }
}

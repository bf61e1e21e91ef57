package dev.gemmatune.cli.command;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.ConfigSummary;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.train.TrainRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tunes a model. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Tunes a model on your data, evaluates it before, during and after, and exports it.",
            "",
            "Leaves in checkpoints/<run>/: report.html, best/ and last/ (complete checkpoints), onnx/ (the verified"
                    + " export), metrics.jsonl, results/ (as mteb reads them), config.resolved.yaml, provenance.json."
                    + " Ctrl-C ends it after the present step with a complete last/."
        },
        footer = {
            "",
            "Examples:",
            "  gemmatune train --config finance.yaml",
            "  gemmatune train --config finance.yaml --set training.epochs=5 --set output.name=longer"
        })
public final class TrainCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--dry-run", description = "check everything, say what would be done, and end")
    private boolean dryRun;

    @Mixin
    private OutputOptions output;

    /** A command that shows its results on {@code console}. */
    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CheckedConfig checked = config.load();
        if (dryRun) {
            ConfigSummary.lines(checked).forEach(console::result);
            return ExitCodes.DONE;
        }
        ConfigSummary.lines(checked).forEach(line -> output.note(console, line));
        Device device = engine.start();
        try (ConsoleProgress progress = output.progress(console)) {
            return switch (new TrainRun(checked, device, engine.threads(), console, progress).run()) {
                case COMPLETE -> ExitCodes.DONE;
                case INTERRUPTED -> ExitCodes.FAILED;
                case UNEXPECTED -> ExitCodes.FELL_SHORT;
            };
        }
    }
}

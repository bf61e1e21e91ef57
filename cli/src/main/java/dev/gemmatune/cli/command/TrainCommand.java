package dev.gemmatune.cli.command;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.ConfigFigures;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.ConfigSummary;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.train.TrainRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tunes a model. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Tunes a model on your data, evaluates it before, during and after, and exports it.",
            "",
            "Leaves in checkpoints/<run>/: report.html, best/ and last/ (complete checkpoints), a folder for each"
                    + " format of export.formats (verified), metrics.jsonl, results/ (as mteb reads them, queries/ for"
                    + " compare, TREC runs), config.resolved.yaml, provenance.json, state/ (for --resume), with"
                    + " data.train.mining also mined-N.jsonl."
                    + " Ctrl-C ends it after the present step; --resume goes on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune train --config finance.yaml",
            "  gemmatune train --config finance.yaml --set training.epochs=5 --set output.name=longer",
            "  gemmatune train --resume checkpoints/finance",
            "",
            ConfigOptions.KEYS_HINT
        })
public final class TrainCommand implements Callable<Integer> {

    /** A run begins with a config or goes on in a folder. */
    private static final class Start {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "begins a run: the config, looked for as given and then under configs/")
        private String config;

        @Option(
                names = "--resume",
                paramLabel = "RUN",
                description =
                        "goes on with a run that was stopped or killed: its folder, checkpoints/finance; ends with"
                                + " the same bits as a run that was not")
        private Path run;
    }

    @Spec
    private CommandSpec command;

    private final Console console;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Start start;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "overrides a value of the config: --set training.epochs=5; may be repeated")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private EngineOptions engine;

    @Option(names = "--dry-run", description = "check everything, say what would be done, and end")
    private boolean dryRun;

    /** A command that shows its results on {@code console}. */
    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CheckedConfig checked = load();
        if (dryRun) {
            console.answer("summary", ConfigFigures.of(checked));
            ConfigSummary.lines(checked).forEach(console::result);
            return ExitCodes.DONE;
        }
        ConfigSummary.lines(checked).forEach(line -> console.note(line));
        List<Device> devices = engine.startAll();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            TrainRun run = new TrainRun(checked, devices, engine.threads(), console, progress);
            return switch (start.run == null ? run.run() : run.resume()) {
                case COMPLETE -> ExitCodes.DONE;
                case INTERRUPTED -> ExitCodes.INTERRUPTED;
                case UNEXPECTED -> ExitCodes.FELL_SHORT;
            };
        }
    }

    private CheckedConfig load() {
        if (start.run == null) {
            return ConfigOptions.load(start.config, overrides, command.commandLine());
        }
        WrongUsage.check(
                overrides.isEmpty(),
                "--set: a run is resumed with the settings that it was started with; leave it out");
        Path resolved = start.run.resolve(ConfigLoader.RESOLVED);
        WrongUsage.check(
                Files.exists(resolved),
                "--resume " + start.run + ": there is no run, " + ConfigLoader.RESOLVED + " is missing in it");
        return ConfigOptions.load(resolved.toAbsolutePath().toString(), inFolder(start.run), command.commandLine());
    }

    /** A run folder that was moved is resumed where it is. */
    private static List<String> inFolder(Path run) {
        Path folder = run.toAbsolutePath().normalize();
        return List.of("output.folder=" + folder.getParent(), "output.name=" + folder.getFileName());
    }
}

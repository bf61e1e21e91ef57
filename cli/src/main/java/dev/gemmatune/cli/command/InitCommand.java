package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.InitConfig;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.init.FreshCheckpoint;
import dev.gemmatune.model.init.InitSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a fresh checkpoint. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Makes a checkpoint of EmbeddingGemma's structure with random weights from a seed.",
        footerHeading = "%nExample:%n",
        footer = {"  gemmatune init --config init/mini.yaml --output checkpoints/fresh"})
public final class InitCommand implements Callable<Integer>, Interruptible {

    private final Console console;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "the checkpoint's folder")
    private Path folder;

    @Option(names = "--overwrite", description = "replace what is there")
    private boolean overwrite;

    /** A command that shows its results on {@code console}. */
    public InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return "nothing was written to " + folder;
    }

    @Override
    public Integer call() {
        ConfigLoader.Draft<InitConfig> draft = config.read(InitConfig.class);
        draft.problems().throwIfAny();
        WrongUsage.check(overwrite || !Files.exists(folder), "--output " + folder + " exists; --overwrite replaces it");
        InitSettings settings = settings(draft);
        console.note("making a fresh checkpoint from seed " + settings.seed());
        FreshCheckpoint.write(settings, folder);
        long parameters = Checkpoint.open(folder).parameters();
        console.answer("output", folder);
        console.answer("seed", settings.seed());
        console.answer("parameters", parameters);
        console.result(String.format(Locale.ROOT, "%s: %,d parameters", folder, parameters));
        return ExitCodes.DONE;
    }

    private static InitSettings settings(ConfigLoader.Draft<InitConfig> draft) {
        try {
            return draft.bound().value().orElseThrow().settings();
        } catch (IllegalArgumentException e) {
            throw WrongUsage.because(draft.file() + ": " + e.getMessage());
        }
    }
}

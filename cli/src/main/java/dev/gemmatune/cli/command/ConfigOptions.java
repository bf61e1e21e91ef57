package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.yaml.ConfigProblems;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The config of a command, and the values that are changed in it. */
public final class ConfigOptions {

    /** Where a config's keys are explained, for the help of commands. */
    static final String KEYS_HINT = "Every config key: gemmatune keys [PART], or docs/configuration.md.";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "the config, looked for as given and then under configs/")
    private String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "overrides a value: --set training.epochs=5; may be repeated")
    private List<String> overrides = new ArrayList<>();

    /**
     * Reads and checks a training config.
     *
     * @throws ConfigProblems with everything that is wrong
     */
    public CheckedConfig load() {
        return load(config, overrides, command.commandLine());
    }

    /** Reads and checks a training config that was given in another way. */
    static CheckedConfig load(String config, List<String> overrides, CommandLine commandLine) {
        return orWrongUsage(config, () -> ConfigLoader.load(config, overrides, PathLookup.ofProcess()), commandLine);
    }

    /** Reads a config of another kind. */
    public <T extends Record> ConfigLoader.Draft<T> read(Class<T> type) {
        return orWrongUsage(
                config,
                () -> ConfigLoader.read(config, overrides, type, PathLookup.ofProcess()),
                command.commandLine());
    }

    /** A config that is not there or cannot be read is a wrong usage. */
    private static <T> T orWrongUsage(String config, Supplier<T> loading, CommandLine commandLine) {
        try {
            return loading.get();
        } catch (ConfigProblems e) {
            throw e;
        } catch (UserError e) {
            throw new ParameterException(commandLine, "--config " + config + ": " + e.getMessage(), e);
        }
    }
}

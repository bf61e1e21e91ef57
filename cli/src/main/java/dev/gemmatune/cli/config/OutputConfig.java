package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where everything goes.
 *
 * @param folder the folder of all runs
 * @param name the run's folder in it; absent: the name of the config file
 * @param overwrite whether an earlier run of that name is replaced
 */
@Doc("where everything goes")
public record OutputConfig(
        @Doc(
                value = "the folder of all runs",
                change = "to a disk with room: a run keeps two checkpoints, a state and its exports")
        @Default("checkpoints")
        Path folder,

        @Doc(
                value = "name of the run's folder; absent: that of the config file",
                allowed = "letters, digits, '.', '_', '-'",
                change = "to keep several runs of one config beside each other")
        Optional<String> name,

        @Doc(value = "replace an earlier run of the same name", change = "to true in trials; the earlier run is lost")
        @Default("false")
        boolean overwrite) {

    /** Checks the name. */
    public OutputConfig {
        name.ifPresent(text -> Rules.check(
                text.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "name", "letters, digits, '.', '_', '-'", text));
    }

    /** The run's own folder. */
    public Path run() {
        return folder.resolve(name.orElseThrow());
    }
}

package dev.gemmatune.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every config of the project loads; those that start from the init command lie in {@code configs/init}. */
final class ConfigsFolderTest {

    private static final Path CONFIGS = Path.of("../configs").toAbsolutePath().normalize();

    private static List<Path> configs() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyConfigLoadsAndSaysHowToRunIt() throws IOException {
        PathLookup lookup =
                new PathLookup(CONFIGS, Optional.empty(), Optional.of(CONFIGS.getParent()), Path.of("none"));
        List<Path> configs = configs();
        assertFalse(configs.isEmpty(), "no config was found under " + CONFIGS);
        for (Path file : configs) {
            boolean init = file.startsWith(CONFIGS.resolve("init"));
            Class<? extends Record> type = init ? InitConfig.class : Config.class;
            ConfigLoader.Draft<?> draft = ConfigLoader.read(file.toString(), List.of(), type, lookup);
            assertEquals(List.of(), draft.problems().all(), file::toString);
            assertTrue(
                    Files.readString(file).contains("./gemmatune " + (init ? "init" : "train") + " --config "),
                    file + " does not open with its command");
        }
    }
}

package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Two steps of every config on the bundled model; only the config that made the model has data that are not here. */
final class ConfigsRunTest {

    private static final Path CONFIGS = Path.of("../configs").toAbsolutePath().normalize();
    private static final String HOME = "gemmatune.home";
    private static final int KINDS = 13;

    @TempDir
    Path folder;

    private final String home = System.getProperty(HOME);

    /** Paths of the configs are looked for beside the application, as the launcher has it. */
    @BeforeEach
    void setHome() {
        System.setProperty(HOME, CONFIGS.getParent().toString());
    }

    @AfterEach
    void restoreHome() {
        if (home == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, home);
        }
    }

    private static List<Path> configs() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("mini.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyConfigTrainsTheBundledModel() throws IOException {
        List<Path> configs = configs();
        assertTrue(configs.size() >= KINDS, configs::toString);
        return configs.stream()
                .map(config -> DynamicTest.dynamicTest(config.getFileName().toString(), () -> run(config)));
    }

    /** Measuring takes longer than two steps and is tested elsewhere; that the data are there is checked all the same. */
    private void run(Path config) throws IOException {
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, System::nanoTime);
        String name = config.getFileName().toString().replace(".yaml", "");
        String[] dry = {"train", "--config", config.toString(), "--dry-run"};
        assertEquals(0, Gemmatune.run(console, dry), err::toString);
        String[] arguments = Stream.concat(
                        Stream.of("train", "--config", config.toString()),
                        Stream.of(
                                        "training.max_steps=2",
                                        "training.evaluate_every=never",
                                        "training.early_stopping={}",
                                        "data.evaluation=[]",
                                        "data.test=[]",
                                        "export.formats=[]",
                                        "output.folder=" + folder,
                                        "output.name=" + name)
                                .flatMap(assignment -> Stream.of("--set", assignment)))
                .toArray(String[]::new);
        assertEquals(0, Gemmatune.run(console, arguments), err::toString);
        Path run = folder.resolve(name);
        assertEquals(
                2,
                Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                        .filter(line -> line.contains("\"loss\""))
                        .count());
        assertTrue(Files.exists(run.resolve("last/model.safetensors")), name);
    }
}

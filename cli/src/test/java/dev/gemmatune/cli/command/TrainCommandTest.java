package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three steps of the bundled model through the command line. */
final class TrainCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < 12; row++) {
            lines.append("{\"anchor\": \"What is item ")
                    .append(row)
                    .append("?\", \"positive\": \"Item ")
                    .append(row)
                    .append(" is a thing.\"}\n");
        }
        Files.writeString(rows, lines.toString());
        config = folder.resolve("small.yaml");
        Files.writeString(config, """
            model: {path: %s}
            data: {train: {files: rows.jsonl}}
            training: {max_steps: 3, batch_size: 4, accumulate: 2, cached_gradients: true, save_every: 1 step}
            export: {formats: []}
            output: {folder: %s}
            """.formatted(
                        Path.of("../checkpoints/mini").toAbsolutePath().normalize(), folder.resolve("runs")));
    }

    private int run(String... arguments) {
        return Gemmatune.run(console, arguments);
    }

    @Test
    void finishedRunCanBeResumedToSeeItsEndAgain() throws IOException {
        assertEquals(0, run("train", "--config", config.toString()), err::toString);
        Path run = folder.resolve("runs/small");
        byte[] weights = Files.readAllBytes(run.resolve("last/model.safetensors"));
        assertEquals(1, run("train", "--config", config.toString()));
        assertTrue(err.toString().contains("--resume " + run), err::toString);
        assertEquals(0, run("train", "--resume", run.toString()), err::toString);
        assertArrayEquals(weights, Files.readAllBytes(run.resolve("last/model.safetensors")));
        assertTrue(out.toString().contains("3 steps"), out::toString);
    }

    @Test
    void resumingNeedsARunAndItsOwnSettings() {
        assertEquals(2, run("train", "--resume", folder.toString()));
        assertTrue(err.toString().contains("config.resolved.yaml is missing"), err::toString);
        assertEquals(2, run("train", "--resume", folder.toString(), "--set", "training.epochs=9"));
        assertEquals(2, run("train", "--resume", folder.toString(), "--config", config.toString()));
        assertEquals(2, run("train"));
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void severalDevicesMustBeDifferentOnesOfCuda() {
        for (String devices : new String[] {"cpu,cpu", "cuda:0,cuda:0", "cuda:0,cpu", "cuda:0,"}) {
            assertEquals(2, run("train", "--config", config.toString(), "--device", devices), devices);
        }
        assertEquals(1, run("train", "--config", config.toString(), "--device", "cuda:98,cuda:99"));
        assertTrue(err.toString().contains("--device cuda:98: this machine has "), err::toString);
    }
}

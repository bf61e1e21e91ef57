package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Exports of two real processes into one folder at once. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class TwoExportsTest {

    private static final Path MINI =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void oneExportsAndTheOtherIsToldWhoHoldsTheFolder() throws Exception {
        Path target = folder.resolve("export");
        assertEquals(0, export(target, new StringWriter()));
        List<Process> both = List.of(start(target), start(target));
        List<String> errors = new ArrayList<>();
        for (Process process : both) {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
            String said = Files.readString(folder.resolve("log-" + both.indexOf(process)));
            if (process.exitValue() != 0) {
                errors.add(said);
                Process other = both.get(1 - both.indexOf(process));
                assertTrue(said.contains(target + " is being written by process " + other.pid() + ", since "), said);
            }
        }
        // They may have come one after the other.
        assertTrue(errors.size() < 2, errors::toString);
        isWhole(target);
    }

    @Test
    void anExportThatLivesKeepsOthersAwayAndOneThatWasKilledDoesNot() throws Exception {
        Path target = folder.resolve("export");
        Process first = start(target);
        Path lock = folder.resolve(".export.lock");
        try {
            for (int i = 0; i < 600 && !(Files.exists(lock) && Files.size(lock) > 0); i++) {
                Thread.sleep(20);
            }
            signal(first, "STOP"); // else it may end before the other has asked
            StringWriter err = new StringWriter();
            assertEquals(1, export(target, err));
            assertTrue(err.toString().contains("process " + first.pid()), err::toString);
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertEquals(0, export(target, new StringWriter()));
        isWhole(target);
    }

    private void isWhole(Path target) throws IOException {
        assertTrue(Files.exists(target.resolve("safetensors-int8/verification.json")));
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> left = files.filter(file -> file.toString().matches(".*\\.(part|lock|old)"))
                    .toList();
            assertTrue(left.isEmpty(), left::toString);
        }
        assertFalse(Files.exists(target.resolve("reduced.part")));
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static int export(Path target, StringWriter err) {
        Console console =
                new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, System::nanoTime);
        return Gemmatune.run(console, arguments(target).toArray(String[]::new));
    }

    private static List<String> arguments(Path target) {
        return List.of(
                "export",
                "--model",
                MINI.toString(),
                "--format",
                "safetensors-int8",
                "--dim",
                "64",
                "--overwrite",
                "--output",
                target.toString());
    }

    private Process start(Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Gemmatune.class.getName()));
        command.addAll(arguments(target));
        Path log = folder.resolve("log-0");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput((Files.exists(log) ? folder.resolve("log-1") : log).toFile())
                .start();
    }
}

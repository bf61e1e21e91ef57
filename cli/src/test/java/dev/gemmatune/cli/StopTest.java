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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of long commands that are told to stop, and a second process at the run of one that lives. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class StopTest {

    private static final Path MINI =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize();
    private static final Path FINANCE =
            Path.of("../datasets/finance").toAbsolutePath().normalize();
    private static final int INTERRUPTED = 130;

    @TempDir
    Path folder;

    private Path texts;
    private Path config;

    @BeforeEach
    void workForMinutes() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            lines.append("{\"text\": \"Passage ").append(i).append(" of a corpus that takes long to embed.\"}\n");
        }
        texts = Files.writeString(folder.resolve("texts.jsonl"), lines);
        config = Files.writeString(
                folder.resolve("long.yaml"), """
            model: {path: %s}
            data: {train: {files: %s}}
            training: {max_steps: 100000, batch_size: 4, save_every: 1 step}
            export: {formats: []}
            output: {folder: %s, name: run}
            """.formatted(MINI, FINANCE.resolve("train.jsonl"), folder));
    }

    @Test
    void aCommandThatIsToldToStopEndsInOrder() throws Exception {
        long seed = System.nanoTime();
        stopAtRandom(new Random(seed), 3, "seed " + seed);
    }

    @Test
    @Tag("slow")
    void twentyStopsOverAllLongCommands() throws Exception {
        long seed = System.nanoTime();
        stopAtRandom(new Random(seed), 20, "seed " + seed);
    }

    private void stopAtRandom(Random random, int times, String seed) throws Exception {
        List<Signal> signals =
                Stream.of(Signal.values()).filter(Signal::isHeard).toList();
        int stopped = 0;
        for (int i = 0; i < times; i++) {
            List<String> command = commands().get(i % commands().size());
            Signal signal = signals.get(i % signals.size());
            String name = command.get(0) + ", " + signal + ", stop " + i + " of " + seed;
            List<Path> before = files();
            Started started = start(command, i);
            Thread.sleep(random.nextInt(400, 4_000));
            signal.send(started.process);
            assertTrue(started.process.waitFor(70, TimeUnit.SECONDS), name);
            String said = Files.readString(started.output);
            int code = started.process.exitValue();
            // The virtual machine may have been told before the program had begun.
            boolean early = code == 128 + signal.number && said.isBlank();
            assertTrue(code == INTERRUPTED || code == 0 || early, name + ": " + code + said);
            if (code == INTERRUPTED && !early) {
                stopped++;
                assertTrue(said.contains("interrupted"), name + ": " + said);
                assertTrue(said.contains("gemmatune " + command.get(0)), name + ": " + said);
            }
            List<Path> left = new ArrayList<>(files());
            left.removeAll(before);
            assertTrue(
                    left.stream().noneMatch(path -> path.toString().matches(".*\\.(part|lock|old)")),
                    name + ": " + left);
        }
        assertTrue(stopped > 0, seed);
    }

    /** The signals that end a command, with their numbers. */
    private enum Signal {
        TERM(15),
        INT(2),
        HUP(1);

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        void send(Process process) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        /** Children inherit what their parent ignores, as nohup and the background of a script make it. */
        boolean isHeard() {
            Path status = Path.of("/proc/self/status");
            try (Stream<String> lines = Files.exists(status) ? Files.lines(status) : Stream.empty()) {
                return lines.filter(line -> line.startsWith("SigIgn:"))
                        .mapToLong(
                                line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .noneMatch(ignored -> (ignored >> (number - 1) & 1) == 1);
            } catch (IOException e) {
                return true;
            }
        }
    }

    @Test
    void aRunThatLivesIsHeldByItsProcess() throws Exception {
        Started started = start(List.of("train", "--config", config.toString()), 0);
        try {
            Path state = folder.resolve("run/state");
            for (int i = 0; i < 600 && !Files.isDirectory(state); i++) {
                Thread.sleep(100);
            }
            Path metrics = folder.resolve("run/metrics.jsonl");
            for (int attempt = 0; attempt < 10; attempt++) {
                StringWriter err = new StringWriter();
                Console console =
                        new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, System::nanoTime);
                assertEquals(
                        1,
                        Gemmatune.run(
                                console,
                                "train",
                                "--resume",
                                folder.resolve("run").toString()));
                assertTrue(err.toString().contains("process " + started.process.pid()), err::toString);
            }
            assertTrue(started.process.isAlive());
            List<String> steps = Files.readAllLines(metrics);
            assertEquals(steps.size(), steps.stream().distinct().count());
        } finally {
            started.process.destroyForcibly().waitFor();
        }
        // A crash leaves nothing that blocks.
        Started next = start(List.of("train", "--resume", folder.resolve("run").toString()), 1);
        try {
            Thread.sleep(3_000);
            assertTrue(next.process.isAlive(), Files.readString(next.output));
            assertFalse(Files.readString(next.output).contains("error"), Files.readString(next.output));
        } finally {
            next.process.destroyForcibly().waitFor();
        }
    }

    private List<List<String>> commands() {
        return List.of(
                List.of("embed", "--model", MINI.toString(), "--input", texts.toString(), "--output", out("o.npy")),
                List.of("train", "--config", config.toString(), "--set", "output.overwrite=true"),
                List.of(
                        "eval",
                        "--model",
                        MINI.toString(),
                        "--data",
                        FINANCE.toString(),
                        "--no-cache",
                        "--output",
                        out("scores")),
                List.of(
                        "mine",
                        "--model",
                        MINI.toString(),
                        "--pairs",
                        FINANCE.resolve("train.jsonl").toString(),
                        "--corpus",
                        FINANCE.resolve("corpus.jsonl").toString(),
                        "--output",
                        out("mined.jsonl")),
                List.of(
                        "export",
                        "--model",
                        MINI.toString(),
                        "--format",
                        "onnx,onnx-int8,gguf-f32",
                        "--overwrite",
                        "--output",
                        out("export")));
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private record Started(Process process, Path output) {}

    private Started start(List<String> arguments, int number) throws IOException {
        Path output = folder.resolve("log-" + number + "-" + arguments.get(0) + ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Gemmatune.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Started(process, output);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("log-"))
                    .toList();
        }
    }
}

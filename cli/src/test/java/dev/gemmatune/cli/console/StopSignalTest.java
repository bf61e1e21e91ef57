package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are told to stop at random moments. */
@DisabledOnOs(OS.WINDOWS)
final class StopSignalTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void threeSignalsOverThreeCommands() throws IOException, InterruptedException {
        stop(3);
    }

    @Test
    @Tag("slow")
    void twentySignalsOverAllLongCommands() throws IOException, InterruptedException {
        stop(20);
    }

    @Test
    void argumentsAreQuotedAsAShellTakesThem() {
        assertEquals("--input=a.txt", StopSignal.quoted("--input=a.txt"));
        assertEquals("'my file'", StopSignal.quoted("my file"));
        assertEquals("'it'\\''s'", StopSignal.quoted("it's"));
        assertEquals("''", StopSignal.quoted(""));
    }

    private void stop(int times) throws IOException, InterruptedException {
        Path texts = folder.resolve("texts.txt");
        Files.writeString(
                texts, String.join("\n", Collections.nCopies(50_000, "The card arrives by post. ".repeat(20))));
        List<List<String>> commands = commands(texts);
        Random random = new Random(times);
        List<String> signals = List.of("TERM", "INT", "HUP");
        for (int i = 0; i < times; i++) {
            check(commands.get(i % commands.size()), signals.get(i % signals.size()), random.nextInt(8000));
        }
    }

    private List<List<String>> commands(Path texts) {
        String model = PROJECT.resolve("checkpoints/mini").toString();
        String data = PROJECT.resolve("datasets/finance").toString();
        String output = folder.resolve("out").toString();
        String pairs = data + "/train.jsonl";
        return List.of(
                List.of("embed", "--model", model, "--input", texts.toString(), "--output", output + "/o.npy"),
                List.of("train", "--config", "finance.yaml", "--set", "output.folder=" + output + "/runs"),
                List.of("export", "--model", model, "--format", "onnx,onnx-q4,gguf-q8_0", "--output", output + "/e"),
                List.of("eval", "--model", model, "--data", data, "--no-cache", "--output", output + "/r"),
                List.of("mine", "--model", model, "--pairs", pairs, "--no-cache", "--output", output + "/m.jsonl"));
    }

    private void check(List<String> command, String signal, int millis) throws IOException, InterruptedException {
        Path err = folder.resolve("err.txt");
        Process process = start(command, err);
        // Not before the application has begun to listen: it does so before anything else.
        Thread.sleep(2500 + millis);
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        boolean ended = process.waitFor(70, TimeUnit.SECONDS);
        process.destroyForcibly();
        String words = Files.readString(err);
        String what = command + " after " + millis + " ms: " + words;
        assertTrue(ended, what);
        // What is done sooner than the signal comes has nothing to say.
        if (process.exitValue() != 0) {
            assertEquals(130, process.exitValue(), what);
            assertTrue(words.contains("interrupted"), what);
            assertTrue(words.contains("gemmatune " + command.get(0)), what);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().matches(".*\\.part|\\..*\\.lock"))
                            .toList(),
                    what);
        }
        AtomicFiles.deleteTree(folder.resolve("out"));
    }

    private static Process start(List<String> arguments, Path err) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Dgemmatune.home=" + PROJECT,
                "-cp",
                System.getProperty("java.class.path"),
                Gemmatune.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
    }
}

package dev.gemmatune.cli.docs;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands of gemmatune one after the other in a folder of their own, in a single virtual machine: relative paths
 * mean what they mean to a reader, and the engine is loaded once.
 */
final class SnippetRunner {

    /**
     * What became of a command.
     *
     * @param exitCode of the command
     * @param seconds that it took
     * @param output both streams
     */
    record Outcome(int exitCode, double seconds, String output) {}

    private static final String PART = "\u001f";
    private static final String COMMAND = "\u001e\n";

    private SnippetRunner() {}

    /** In the folder's virtual machine: the file of commands, and that of outcomes. */
    public static void main(String[] files) throws IOException {
        StringBuilder outcomes = new StringBuilder();
        for (String command : Files.readString(Path.of(files[0])).split(COMMAND, -1)) {
            StringWriter output = new StringWriter();
            PrintWriter writer = new PrintWriter(output);
            long start = System.nanoTime();
            int exitCode = Gemmatune.run(new Console(writer, writer, false, System::nanoTime), command.split(PART, -1));
            outcomes.append(exitCode).append(PART).append((System.nanoTime() - start) / 1e9);
            outcomes.append(PART).append(output).append(COMMAND);
            Files.writeString(Path.of(files[1]), outcomes);
        }
        System.exit(0);
    }

    /** Runs all commands, each a list of arguments, in {@code folder}. */
    static List<Outcome> run(Path folder, List<List<String>> commands, long minutes) throws Exception {
        Path scratch = Files.createDirectories(folder.resolve(".snippets"));
        Path in = scratch.resolve("commands");
        Path out = scratch.resolve("outcomes");
        Files.writeString(
                in,
                String.join(
                        COMMAND,
                        commands.stream().map(words -> String.join(PART, words)).toList()));
        // A file, because ONNX Runtime 1.29 ends the process where the command line is longer than 4,096 bytes.
        Path arguments = scratch.resolve("arguments");
        Files.writeString(
                arguments, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"\n");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Dai.djl.pytorch.graph_optimizer=false",
                "-Dai.djl.offline=true",
                "-Dgemmatune.home=" + folder,
                "@" + arguments,
                SnippetRunner.class.getName(),
                in.toString(),
                out.toString());
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile());
        // Nothing of the machine's own caches and tokens, and nothing from the network.
        builder.environment()
                .putAll(Map.of(
                        "GEMMATUNE_CACHE", scratch.resolve("cache").toString(),
                        "HF_HOME", scratch.resolve("hub").toString(),
                        "HF_HUB_OFFLINE", "1"));
        builder.environment().remove("HF_TOKEN");
        Process process = builder.start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        List<Outcome> outcomes = new ArrayList<>();
        String written = Files.exists(out) ? Files.readString(out) : "";
        for (String outcome : written.split(COMMAND, -1)) {
            String[] parts = outcome.split(PART, 3);
            if (parts.length == 3) {
                outcomes.add(new Outcome(Integer.parseInt(parts[0]), Double.parseDouble(parts[1]), parts[2]));
            }
        }
        String log = Files.readString(scratch.resolve("log"), StandardCharsets.UTF_8);
        while (outcomes.size() < commands.size()) {
            outcomes.add(new Outcome(-1, 0, "the run ended before this command\n" + log));
        }
        return outcomes;
    }
}

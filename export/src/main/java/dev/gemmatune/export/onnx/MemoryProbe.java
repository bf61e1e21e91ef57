package dev.gemmatune.export.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures how much memory a model takes: a virtual machine of its own loads it, embeds a text, and says how much more it
 * had resident at its peak than before it loaded ONNX Runtime. Mapped weights count as far as they were read.
 */
public final class MemoryProbe {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIBIBYTES_PER_MEGABYTE = 1e6 / 1024;
    private static final int MINUTES = 5;

    private MemoryProbe() {}

    /** The measured process. Arguments: the model, the file for the result, token ids. */
    public static void main(String[] arguments) throws IOException {
        long idle = kibibytes("VmRSS");
        int[] ids = Arrays.stream(arguments, 2, arguments.length)
                .mapToInt(Integer::parseInt)
                .toArray();
        try (OnnxModel model = OnnxModel.load(Path.of(arguments[0]))) {
            model.run(List.of(ids));
            model.run(List.of(ids));
        }
        String megabytes = Double.toString((kibibytes("VmHWM") - idle) / KIBIBYTES_PER_MEGABYTE);
        Files.write(Path.of(arguments[1]), megabytes.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Runs it.
     *
     * @param ids of a text
     * @return resident megabytes beyond an idle virtual machine; empty where the system does not say, or the process
     *     fails
     */
    static OptionalDouble measure(Path model, int[] ids) throws IOException {
        if (!Files.exists(STATUS)) {
            return OptionalDouble.empty();
        }
        Path result = Files.createTempFile("memory", ".txt");
        try {
            Process process = new ProcessBuilder(command(model, result, ids))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean done = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            return done && process.exitValue() == 0
                    ? OptionalDouble.of(Double.parseDouble(Files.readString(result)))
                    : OptionalDouble.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalDouble.empty();
        } finally {
            Files.delete(result);
        }
    }

    private static List<String> command(Path model, Path result, int[] ids) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                MemoryProbe.class.getName(),
                model.toString(),
                result.toString()));
        Arrays.stream(ids).mapToObj(Integer::toString).forEach(command::add);
        return command;
    }

    /** This program and ONNX Runtime; nothing else is needed. */
    private static String classPath() {
        return Stream.of(MemoryProbe.class, OrtEnvironment.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long kibibytes(String key) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findAny()
                .orElseThrow();
    }
}

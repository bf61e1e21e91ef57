package dev.gemmatune.model.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts processes with a class path from which something is missing. */
class MissingEngineTest {

    private static String classPathWithout(List<String> starts) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                // A folder of jars is written as *.
                .flatMap(entry -> entry.endsWith("*") ? jars(Path.of(entry).getParent()) : Stream.of(entry))
                .filter(entry -> starts.stream().noneMatch(new File(entry).getName()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> jars(Path folder) {
        return Arrays.stream(folder.toFile().listFiles()).map(File::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch-engine", "pytorch-,onnxruntime"})
    void theErrorSaysWhichLinesToAdd(String missing) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classPathWithout(List.of(missing.split(",", -1))),
                        Start.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(
                said.contains("there is no engine on the class path to compute with; add to the dependencies:"), said);
        assertTrue(said.contains("<artifactId>gemmatune-engine</artifactId>"), said);
    }

    /** What the process runs. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            try {
                TorchEngine.get();
            } catch (UserError e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }
}

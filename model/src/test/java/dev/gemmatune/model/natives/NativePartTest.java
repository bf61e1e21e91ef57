package dev.gemmatune.model.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.encoder.TorchEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePartTest {

    private static final Path FOLDER = Path.of("somewhere");

    @TempDir
    private Path folder;

    @Test
    void folderMegabytesAndVariableAreNamed() {
        assertEquals(
                Optional.of(
                        "libtorch is unpacked to somewhere at the first start, which takes 450 MB, but only 20 MB are free"
                                + " there; make room, or name another folder with DJL_CACHE_DIR"),
                NativePart.LIBTORCH.problem(FOLDER, true, OptionalLong.of(20L << 20)));
        assertEquals(
                Optional.of(
                        "ONNX Runtime is unpacked to somewhere at every start, which takes 30 MB, but nothing can be"
                                + " written there; make it writable, or name another folder with -Djava.io.tmpdir=… (JAVA_OPTS)"),
                NativePart.ONNX_RUNTIME.problem(FOLDER, false, OptionalLong.empty()));
        assertEquals(Optional.empty(), NativePart.TOKENIZERS.problem(FOLDER, true, OptionalLong.of(1L << 30)));
        assertEquals(Optional.empty(), NativePart.TOKENIZERS.problem(FOLDER, true, OptionalLong.empty()));
    }

    /** Processes of their own, whose engine folder lies in a file. */
    @ParameterizedTest
    @CsvSource({"LIBTORCH, libtorch is unpacked to", "TOKENIZERS, the tokenizers' library is unpacked to"})
    void aFolderThatCannotBeMadeIsAUsersError(String part, String expected) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Start.class.getName(),
                        part))
                .redirectErrorStream(true);
        builder.environment().put("DJL_CACHE_DIR", file.resolve("engine").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(said.contains(expected + " " + file.resolve("engine")), said);
        assertTrue(said.contains("DJL_CACHE_DIR"), said);
    }

    /** What the processes run. */
    static final class Start {

        private Start() {}

        public static void main(String[] arguments) {
            try {
                NativePart part = NativePart.valueOf(arguments[0]);
                if (part == NativePart.LIBTORCH) {
                    TorchEngine.get();
                } else {
                    part.requireRoom();
                }
            } catch (UserError e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }
}

package dev.gemmatune.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryFolderTest {

    @TempDir
    private Path parent;

    @Test
    void closingRemovesItWithEverythingInIt() throws IOException {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.create(parent, "x")) {
            path = folder.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/file"), "text");
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aProcessThatIsToldToStopLeavesNothing() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(
                "ready", new String(process.getInputStream().readNBytes("ready".length()), StandardCharsets.UTF_8));
        assertEquals(1, inParent().size());
        process.destroy();
        assertTrue(process.waitFor() != 0);
        assertEquals(List.of(), inParent());
    }

    private List<Path> inParent() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.toList();
        }
    }

    /** Makes a folder with a file and waits. */
    static final class Waiting {
        private Waiting() {}

        /** Runs until it is stopped. */
        public static void main(String[] arguments) throws Exception {
            TemporaryFolder folder = TemporaryFolder.create(Path.of(arguments[0]), "x");
            Files.writeString(folder.path().resolve("file"), "text");
            System.out.print("ready");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}

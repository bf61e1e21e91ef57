package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed at random moments ends with the bits of one that is not, whatever was being written. */
class KillTest {

    @TempDir
    Path folder;

    @Test
    void fiveKillsLeaveNoTrace() throws IOException, InterruptedException {
        killAndCompare(5);
    }

    @Test
    @Tag("slow")
    void fiftyKillsLeaveNoTrace() throws IOException, InterruptedException {
        killAndCompare(50);
    }

    private void killAndCompare(int kills) throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        long start = System.nanoTime();
        assertEquals(0, start(whole).waitFor());
        double seconds = (System.nanoTime() - start) / 1e9;
        Path run = folder.resolve("killed");
        Random random = new Random(kills);
        int struck = 0;
        while (struck < kills) {
            long began = System.nanoTime();
            Process process = start(run);
            // From before the first step to after the last one, more often early: a resumed run has less before it.
            double moment = seconds * (0.3 + 0.7 * random.nextDouble() * random.nextDouble());
            if (process.waitFor((long) (1000 * moment), TimeUnit.MILLISECONDS)) {
                // It came to its end first. What it left is compared, and the next one starts anew.
                assertSame(whole, run);
                deleteRun(run);
                // The machine may be less busy than it was when the time was taken.
                seconds = Math.min(seconds, (System.nanoTime() - began) / 1e9);
            } else {
                process.destroyForcibly().waitFor();
                struck++;
            }
        }
        assertEquals(0, start(run).waitFor());
        assertSame(whole, run);
    }

    private static Process start(Path run) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.offline=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillableTraining.class.getName(),
                        run.toString())
                .redirectErrorStream(true)
                .redirectOutput(run.resolveSibling(run.getFileName() + ".log").toFile())
                .start();
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        for (String checkpoint : List.of("best", "last", "averaged")) {
            assertArrayEquals(
                    Files.readAllBytes(expected.resolve(checkpoint).resolve("model.safetensors")),
                    Files.readAllBytes(actual.resolve(checkpoint).resolve("model.safetensors")),
                    checkpoint);
        }
        assertEquals(
                Files.readAllLines(expected.resolve("metrics.jsonl")).size(),
                Files.readAllLines(actual.resolve("metrics.jsonl")).size());
        assertTrue(Files.exists(actual.resolve("state").resolve("finished.json")));
    }

    private static void deleteRun(Path run) throws IOException {
        AtomicFiles.deleteTree(run);
    }
}

package dev.gemmatune.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldTest {

    @TempDir
    Path folder;

    /** Another process: holds the file that it is told, says so, and never ends by itself. */
    public static final class Holder {

        private Holder() {}

        @SuppressWarnings("SystemOut") // how it says so
        public static void main(String[] arguments) throws InterruptedException {
            Hold hold = Hold.of(Path.of(arguments[0]));
            System.out.println("held");
            Thread.sleep(60_000);
            hold.close();
        }
    }

    @Test
    void anotherProcessIsNamedAndItsCrashLeavesNothingThatBlocks() throws IOException, InterruptedException {
        Path target = folder.resolve("run");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        target.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertEquals('h', other.getInputStream().read());
            for (int attempt = 0; attempt < 10; attempt++) {
                UserError error = assertThrows(UserError.class, () -> Hold.of(target));
                assertTrue(
                        error.getMessage()
                                .startsWith(target + " is being written by process " + other.pid() + ", since 2"),
                        error::getMessage);
            }
            assertThrows(UserError.class, () -> AtomicFiles.writeString(target, "x"));
            assertFalse(Files.exists(folder.resolve("run.part")));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(folder.resolve(".run.lock")), "the crash left the file");
        Hold.of(target).close();
        assertFalse(Files.exists(folder.resolve(".run.lock")));
    }

    @Test
    void aThreadMayHoldOnceMoreAndAnotherMayNot() {
        Path target = folder.resolve("run");
        Hold first = Hold.of(target);
        Hold.of(target).close();
        CompletionException error = assertThrows(
                CompletionException.class,
                () -> CompletableFuture.runAsync(() -> Hold.of(target).close()).join());
        assertTrue(error.getCause().getMessage().contains("another thread of this process"), error::toString);
        first.close();
        CompletableFuture.runAsync(() -> Hold.of(target).close()).join();
    }
}

package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.command.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class StopSignalTest {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSignalStopsTheWorkAtItsNextStepAndNotTheProcess() throws Exception {
        StringWriter messages = new StringWriter();
        Console console = new Console(new PrintWriter(messages), new PrintWriter(messages), false, System::nanoTime);
        try (StopSignal signal = new StopSignal(console)) {
            assertDoesNotThrow(signal::check);
            long process = ProcessHandle.current().pid();
            new ProcessBuilder("kill", "-TERM", Long.toString(process)).start().waitFor();
            long end = System.nanoTime() + 10_000_000_000L;
            while (messages.toString().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            Interrupted error = assertThrows(Interrupted.class, signal::check);
            assertTrue(error.getMessage().startsWith("interrupted"), error.getMessage());
            assertEquals(130, new Failures(console).onFailure(error, Gemmatune.commands(console)));
        }
    }
}

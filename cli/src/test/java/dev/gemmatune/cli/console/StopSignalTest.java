package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The words of a stop; {@code StopTest} stops real processes. */
final class StopSignalTest {

    @Test
    void argumentsAreQuotedAsAShellTakesThem() {
        assertEquals("--input=a.txt", StopSignal.quoted("--input=a.txt"));
        assertEquals("'my file'", StopSignal.quoted("my file"));
        assertEquals("'it'\\''s'", StopSignal.quoted("it's"));
        assertEquals("''", StopSignal.quoted(""));
    }
}

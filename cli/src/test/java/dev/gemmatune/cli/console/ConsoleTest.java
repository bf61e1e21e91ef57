package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter err = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), terminal, clock::get);
    }

    @Test
    void tableAlignsNumbersToTheRight() {
        Table table = new Table("nDCG@10", "before", "after", "difference")
                .row("192", Table.score(0.25), Table.score(0.5), Table.difference(0.25, 0.5))
                .row("96", Table.score(0.25), Table.score(Double.NaN), Table.difference(0.25, Double.NaN));
        assertEquals(
                List.of(
                        "nDCG@10  before   after  difference",
                        "-------  ------  ------  ----------",
                        "192      0.2500  0.5000     +0.2500",
                        "96       0.2500       -           -"),
                table.lines());
    }

    @Test
    void linesComeEveryFiveSecondsWithRateAndTimeLeft() {
        try (ConsoleProgress progress = new ConsoleProgress(console(false), false)) {
            for (int done = 0; done <= 120; done += 10) {
                progress.update("embedding", done, 120);
                clock.addAndGet(SECOND);
            }
        }
        assertEquals(
                List.of(
                        "embedding 50/120, 10/s, 7 s left",
                        "embedding 100/120, 10/s, 2 s left",
                        "embedding 120/120, 10/s"),
                err.toString().lines().toList());
    }

    @Test
    void sharesHaveNoRate() {
        try (ConsoleProgress progress = new ConsoleProgress(console(false), false)) {
            for (int done = 0; done <= 10; done++) {
                progress.share("verifying", done / 10.0);
                clock.addAndGet(SECOND);
            }
        }
        assertEquals(
                List.of("verifying 50 %, 5 s left", "verifying 100 %"),
                err.toString().lines().toList());
    }

    @Test
    void nothingHasNoMinus() {
        assertEquals("+0.0000", Table.signed(-0.00001));
        assertEquals("-0.0001", Table.signed(-0.0001));
        assertEquals("-", Table.signed(Double.NaN));
    }

    @Test
    void terminalShowsABarOnOneLine() {
        try (ConsoleProgress progress = new ConsoleProgress(console(true), false)) {
            progress.update("documents", 0, 4);
            clock.addAndGet(2 * SECOND);
            progress.update("documents", 2, 4, "loss 0.5");
            clock.addAndGet(2 * SECOND);
            progress.update("documents", 4, 4);
        }
        String text = err.toString();
        assertTrue(text.contains("\rdocuments [############------------] 2/4, 1.0/s, 2 s left, loss 0.5"), text);
        assertEquals(1, text.lines().filter(line -> line.contains("4/4")).count());
        assertTrue(text.endsWith(System.lineSeparator()), text);
    }

    @Test
    void quietShowsNothing() {
        try (ConsoleProgress progress = new ConsoleProgress(console(true), true)) {
            progress.update("documents", 4, 4);
        }
        assertEquals("", err.toString());
    }
}

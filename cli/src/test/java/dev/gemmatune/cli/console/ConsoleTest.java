package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ConsoleTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter err = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), terminal, clock::get);
    }

    private Console console(Terminal terminal) {
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
        try (ConsoleProgress progress = new ConsoleProgress(console(false))) {
            for (int done = 0; done <= 120; done += 10) {
                progress.update("embedding", done, 120);
                clock.addAndGet(SECOND);
            }
        }
        assertEquals(
                List.of(
                        "embedding 50/120, 10/s, 7 s left",
                        "embedding 100/120, 10/s, 2 s left",
                        "embedding 120/120, 10/s, in 12 s"),
                err.toString().lines().toList());
    }

    @Test
    void sharesHaveNoRate() {
        try (ConsoleProgress progress = new ConsoleProgress(console(false))) {
            for (int done = 0; done <= 10; done++) {
                progress.share("verifying", done / 10.0);
                clock.addAndGet(SECOND);
            }
        }
        assertEquals(
                List.of("verifying 50 %, 5 s left", "verifying 100 %, in 10 s"),
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
        try (ConsoleProgress progress = new ConsoleProgress(console(true))) {
            progress.update("documents", 0, 4);
            clock.addAndGet(2 * SECOND);
            progress.update("documents", 2, 4, "loss 0.5");
            clock.addAndGet(2 * SECOND);
            progress.update("documents", 4, 4);
        }
        String text = err.toString();
        assertTrue(text.contains("\rdocuments [############------------] 2/4, 1.0/s, 2 s left, loss 0.5"), text);
        assertEquals("", shown(text));
    }

    /** What a terminal shows at the end: a carriage return goes to the beginning of the line, which is written over. */
    private static String shown(String written) {
        StringBuilder screen = new StringBuilder();
        for (String line : written.split("\n", -1)) {
            StringBuilder row = new StringBuilder();
            for (String part : line.split("\r", -1)) {
                row.replace(0, Math.min(part.length(), row.length()), part);
            }
            screen.append(row.toString().stripTrailing()).append('\n');
        }
        return screen.toString().strip();
    }

    @Test
    void finishedBarsGoAwayAndMessagesStay() {
        Console console = console(new Terminal(true, 60, false));
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            for (String stage : List.of("queries", "documents")) {
                for (int done = 0; done <= 4; done++) {
                    progress.update(stage, done, 4);
                    clock.addAndGet(SECOND);
                }
                progress.message("note: " + stage + " are embedded");
            }
            progress.update("step", 1, 0);
        }
        console.message("done");
        assertEquals("note: queries are embedded\nnote: documents are embedded\ndone", shown(err.toString()));
    }

    @Test
    void quietShowsNothing() {
        Console console = console(true);
        console.begin(true, false);
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            progress.update("documents", 4, 4);
            progress.message("note");
        }
        console.note("note");
        assertEquals("", err.toString());
        console.message("error: x");
        assertEquals("error: x" + System.lineSeparator(), err.toString());
    }

    @Test
    void bytesAreMegabytes() {
        try (ConsoleProgress progress = new ConsoleProgress(console(false))) {
            progress.bytes("downloading", 0, 1_234_500_000, "");
            clock.addAndGet(10 * SECOND);
            progress.bytes("downloading", 234_500_000, 1_234_500_000, "1/3 files");
        }
        assertEquals(
                List.of("downloading 234.5 of 1,234.5 MB, 23.5 MB/s, 43 s left, 1/3 files"),
                err.toString().lines().toList());
    }

    @Test
    void linesBecomeRareWhereTheWorkIsLong() {
        try (ConsoleProgress progress = new ConsoleProgress(console(false))) {
            for (int second = 0; second < 3 * 3600; second++) {
                progress.update("step", second, 3 * 3600);
                clock.addAndGet(SECOND);
            }
        }
        long lines = err.toString().lines().count();
        assertTrue(lines > 40 && lines < 80, lines + " lines");
    }

    @Test
    void narrowTerminalGetsAShorterBarThenNoneThenACutLine() {
        assertEquals("\rdocuments [#####---------] 2/5, 1.0/s, 3 s left", shownOn(48, "documents"));
        assertEquals("\rdocuments 2/5, 1.0/s, 3 s left", shownOn(38, "documents"));
        assertEquals("\rdocuments 2/5, 1.0/", shownOn(20, "documents"));
    }

    private String shownOn(int columns, String stage) {
        clock.set(0);
        err.getBuffer().setLength(0);
        ConsoleProgress progress = new ConsoleProgress(console(new Terminal(true, columns, false)));
        progress.update(stage, 0, 5);
        clock.addAndGet(2 * SECOND);
        progress.update(stage, 2, 5);
        String text = err.toString();
        return text.substring(text.lastIndexOf('\r')).stripTrailing();
    }

    @Test
    void coloursAreShownUnlessNotWanted() {
        console(Terminal.of(Map.of("TERM", "xterm"), 80)).message("error: x");
        assertEquals("\u001b[31merror:\u001b[0m x", err.toString().strip());
        for (Terminal plain : List.of(
                Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), 80),
                Terminal.of(Map.of("TERM", "dumb"), 80),
                Terminal.NONE)) {
            err.getBuffer().setLength(0);
            console(plain).message("warning: x");
            try (ConsoleProgress progress = new ConsoleProgress(console(plain))) {
                progress.update("documents", 4, 4);
            }
            assertFalse(err.toString().contains("\u001b"), err::toString);
        }
        // An empty NO_COLOR is none (no-color.org).
        assertTrue(Terminal.of(Map.of("NO_COLOR", ""), 80).colours());
    }

    @Test
    void jsonIsOneObjectAndNoText() {
        StringWriter out = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, clock::get);
        console.begin(false, true);
        console.result("a table");
        console.answer("score", Double.NaN);
        console.answer("texts", 3);
        assertEquals(3, console.end(3));
        assertEquals(
                JsonParser.parseString("{\"exit_code\": 3, \"score\": null, \"texts\": 3}"),
                JsonParser.parseString(out.toString()));
        // What one command answered is not the next one's.
        out.getBuffer().setLength(0);
        console.begin(false, true);
        console.end(0);
        assertEquals(JsonParser.parseString("{\"exit_code\": 0}"), JsonParser.parseString(out.toString()));
    }
}

package dev.gemmatune.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class ShownTest {

    @Test
    void controlCharactersReachATerminalAsVisibleEscapes() {
        StringWriter written = new StringWriter();
        Console console = new Console(new PrintWriter(written), new PrintWriter(written), true, System::nanoTime);
        console.message("a\u001b[31mb\tc\r\u009b2Jd");
        console.result("e\u0007");
        assertEquals("a\\u001b[31mb\tc\\u000d\\u009b2Jd\ne\\u0007\n", written.toString());
    }

    @Test
    void longErrorsAreCutAndSayByHowMuch() {
        assertEquals("short", Shown.cut("short"));
        String lines = Shown.cut(String.join("\n", Collections.nCopies(100, "line")));
        assertTrue(lines.endsWith("line\n… (60 more lines)"), lines);
        String characters = Shown.cut("x".repeat(219_000));
        assertTrue(characters.endsWith("x… (215,000 more characters)"), characters);
    }
}

package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataInspectCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);
        return Gemmatune.run(console, arguments);
    }

    @Test
    void rowsAreCountedMeasuredAndHeldAgainstAnEvaluation() throws IOException {
        Path train = Files.writeString(
                folder.resolve("train.csv"),
                "id,question,answer\n1,When is it due?,On Friday.\n1,When is it due?,On Friday.\n2,Who pays the fee?,\n");
        Path test = Files.writeString(folder.resolve("test.txt"), "when is it DUE\nwhat is a loan\n");
        assertEquals(0, run("data", "inspect", train.toString(), "--against", test.toString(), "--examples", "1"));
        String shown = out.toString();
        assertTrue(shown.contains("3 rows, 1 (33.3 %) repeated"), shown);
        assertTrue(shown.matches("(?s).*question +100 % +2 +letters +15.7 +15 .*"), shown);
        assertTrue(shown.matches("(?s).*answer +66.7 % +1 +letters +10.0 +10 .*"), shown);
        assertTrue(shown.contains("1 of the 2 texts of " + test + " are in these rows (1 equal, 0 nearly):"), shown);
        assertTrue(shown.contains("  row 1: when is it DUE"), shown);
        assertEquals("", err.toString());
    }

    @Test
    void tokensAreThoseOfTheModel() throws IOException {
        Path rows = Files.writeString(
                folder.resolve("a.jsonl"), "{\"t\": \"a\"}\n{\"t\": \"" + "word ".repeat(50) + "\"}\n");
        assertEquals(
                0,
                run("data", "inspect", rows.toString(), "--model", "../checkpoints/mini", "--max-length", "20", "-q"));
        assertTrue(
                out.toString().contains("50 % of the texts of t are longer than 20 tokens and will be cut."),
                out::toString);
    }

    @Test
    void brokenRowsAreAllNamed() throws IOException {
        Path rows = Files.writeString(folder.resolve("a.jsonl"), "{\n{\"t\": \"a\"}\n[]\n");
        assertEquals(1, run("data", "inspect", rows.toString()));
        assertTrue(err.toString().contains("2 problems in " + rows), err::toString);
        assertEquals(2, run("data"));
        assertEquals(2, run("data", "inspect", rows.toString(), "--max-length", "20"));
    }
}

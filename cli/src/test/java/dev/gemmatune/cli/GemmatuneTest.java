package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class GemmatuneTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    private int run(String... arguments) {
        return Gemmatune.run(console, arguments);
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        Map<String, CommandLine> commands = Gemmatune.commands(console).getSubcommands();
        assertTrue(commands.keySet().containsAll(Set.of("validate", "score", "embed", "eval", "export", "init")));
        commands.forEach((name, command) -> {
            out.getBuffer().setLength(0);
            assertEquals(0, run(name, "--help"), name);
            assertTrue(out.toString().matches("(?s).*\\RExamples?:\\R +gemmatune " + name + " .*"), name);
            command.getCommandSpec()
                    .options()
                    .forEach(option -> assertFalse(
                            option.description().length == 0,
                            name + " " + option.longestName() + " has no description"));
        });
    }

    @Test
    void misspelledCommandIsWrongUsageWithASuggestion() {
        assertEquals(2, run("valdate"));
        assertTrue(err.toString().contains("validate"), err::toString);
    }

    @Test
    void misspelledOptionIsWrongUsageWithASuggestion() {
        assertEquals(2, run("validate", "--cofig", "x"));
        assertTrue(err.toString().contains("unknown option --cofig; did you mean --config?"), err::toString);
    }

    @Test
    void noCommandAndUnknownConfigAreWrongUsage() {
        assertEquals(2, run());
        assertEquals(2, run("validate", "--config", "there-is-none"));
        assertTrue(err.toString().contains("there is no config there-is-none"), err::toString);
    }

    @Test
    void everyProblemOfAConfigIsReportedAndTheExitCodeIsTwo() throws IOException {
        Path config = folder.resolve("c.yaml");
        Files.writeString(
                config, "model: {path: nowhere}\ndata: {train: {files: none.jsonl}}\ntraining: {epochs: 0}\n");
        assertEquals(2, run("validate", "--config", config.toString()));
        assertTrue(err.toString().contains("3 problems"), err::toString);
        assertTrue(err.toString().contains("line 1: model.path"), err::toString);
        assertTrue(err.toString().contains("line 2: data.train.files[0]"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void missingModelFailsWithoutStackTrace() {
        assertEquals(1, run("embed", "--model", "nowhere", "--input", "-", "--output", "x.npy"));
        assertTrue(err.toString().startsWith("error: there is no model nowhere"), err::toString);
    }

    @Test
    void scoreGivesJsonOnStdout() throws IOException {
        Path qrels = folder.resolve("qrels.tsv");
        Path run = folder.resolve("bm25.run");
        Files.writeString(qrels, "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
        Files.writeString(run, "q1 Q0 d2 1 2.0 t\nq1 Q0 d1 2 1.0 t\n");
        assertEquals(0, run("score", "--qrels", qrels.toString(), "--run", run.toString(), "--k", "1,10"));
        assertTrue(out.toString().contains("\"mrr_at_10\": 0.5"), out::toString);
        assertEquals("", err.toString());
        assertEquals(2, run("score", "--qrels", qrels.toString(), "--run", run.toString(), "--k", "0"));
    }
}

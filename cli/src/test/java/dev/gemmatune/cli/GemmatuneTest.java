package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    /** Examples that do not parse would be worse than none. */
    @Test
    void everyExampleParses() {
        CommandLine commands = Gemmatune.commands(console);
        List<CommandLine> all = new ArrayList<>(commands.getSubcommands().values());
        all.add(commands);
        for (CommandLine command : all) {
            List<String> examples = Stream.of(
                            command.getCommandSpec().usageMessage().footer())
                    .filter(line -> line.startsWith("  gemmatune "))
                    .toList();
            assertFalse(examples.isEmpty(), command.getCommandName());
            for (String example : examples) {
                String[] arguments = example.strip()
                        .replaceFirst(" > .*", "")
                        .replaceFirst("gemmatune ", "")
                        .replace("'", "")
                        .replace("seed-*", "seed-1 seed-2")
                        .split(" ");
                assertDoesNotThrow(() -> commands.parseArgs(arguments), example);
            }
        }
    }

    @Test
    void everyCommandTakesQuietAndJson() {
        checkOutputOptions(Gemmatune.commands(console));
    }

    private static void checkOutputOptions(CommandLine command) {
        command.getSubcommands().values().forEach(GemmatuneTest::checkOutputOptions);
        if (command.getSubcommands().isEmpty()) {
            assertNotNull(command.getCommandSpec().findOption("--quiet"), command.getCommandName());
            assertNotNull(command.getCommandSpec().findOption("--json"), command.getCommandName());
        }
    }

    private JsonObject json(int code, String... arguments) {
        out.getBuffer().setLength(0);
        assertEquals(code, run(arguments), err::toString);
        JsonObject answer = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(code, answer.get("exit_code").getAsInt());
        return answer;
    }

    @Test
    void errorsAreJsonTooWhereItIsWanted() throws IOException {
        JsonObject misspelled = json(2, "validate", "--json", "--cofig", "x").getAsJsonObject("error");
        assertEquals("wrong_usage", misspelled.get("kind").getAsString());
        assertEquals(
                "unknown option --cofig; did you mean --config?",
                misspelled.get("message").getAsString());
        JsonObject missing = json(1, "embed", "--json", "--model", "nowhere", "--input", "-", "--output", "x.npy");
        assertEquals("failed", missing.getAsJsonObject("error").get("kind").getAsString());
        Path config = folder.resolve("c.yaml");
        Files.writeString(config, "model: {path: nowhere}\ndata: {train: {files: none.jsonl}}\n");
        JsonArray problems =
                json(2, "validate", "--json", "--config", config.toString()).getAsJsonArray("problems");
        assertEquals(2, problems.size());
        assertEquals(1, problems.get(0).getAsJsonObject().get("line").getAsInt());
        // The next command without --json is for people again.
        out.getBuffer().setLength(0);
        assertEquals(1, run("embed", "--model", "nowhere", "--input", "-", "--output", "x.npy"));
        assertEquals("", out.toString());
    }

    @Test
    void misspelledCommandIsWrongUsageWithASuggestion() {
        assertEquals(2, run("valdate"));
        assertTrue(err.toString().contains("validate"), err::toString);
    }

    /** Help of another command with exit code 0 would hide the mistake. */
    @Test
    void unknownCommandWithHelpIsAnError() {
        for (String[] arguments : new String[][] {
            {"evall", "--help"}, {"--help", "evall"}, {"evall", "--version"}, {"evall", "--json", "--help"}
        }) {
            out.getBuffer().setLength(0);
            err.getBuffer().setLength(0);
            assertEquals(2, run(arguments), () -> String.join(" ", arguments));
            assertTrue(err.toString().contains("unknown command evall; did you mean eval?"), err::toString);
            assertFalse(out.toString().contains("Usage"), out::toString);
        }
        err.getBuffer().setLength(0);
        assertEquals(2, run("data", "inspct", "--help"));
        assertTrue(err.toString().contains("unknown command inspct; did you mean inspect?"), err::toString);
        assertEquals(0, run("data", "--help"));
        assertEquals(0, run("--help"));
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
    void scoreShowsATableAndAllOfItAsJson() throws IOException {
        Path qrels = folder.resolve("qrels.tsv");
        Path run = folder.resolve("bm25.run");
        Files.writeString(qrels, "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
        Files.writeString(run, "q1 Q0 d2 1 2.0 t\nq1 Q0 d1 2 1.0 t\n");
        assertEquals(0, run("score", "--qrels", qrels.toString(), "--run", run.toString(), "--k", "1,10"));
        List<String> table =
                out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertEquals("metric @1 @10", table.get(0));
        assertTrue(table.contains("MRR 0.0000 0.5000"), out::toString);
        assertTrue(table.contains("Success 0.0000 1.0000"), out::toString);
        assertTrue(table.contains("1 query; all metrics with --json"), out::toString);
        assertEquals("", err.toString());
        JsonObject answer =
                json(0, "score", "--json", "--qrels", qrels.toString(), "--run", run.toString(), "--k", "1,10");
        assertEquals(0.5, answer.getAsJsonObject("metrics").get("mrr_at_10").getAsDouble());
        assertEquals(2, run("score", "--qrels", qrels.toString(), "--run", run.toString(), "--k", "0"));
    }

    /** What bash answers to a tab after {@code words}. */
    private String completed(Path script, String words) throws Exception {
        int last = words.split(" ").length - 1;
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        // compopt complains where no key was pressed.
                        "compopt() { :; }; source " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD=" + last
                                + "; _complete_gemmatune; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), answer);
        return answer.strip();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void bashCompletesCommandsOptionsAndValues() throws Exception {
        assertEquals(0, run("completion"));
        Path script = folder.resolve("completion");
        Files.writeString(script, out.toString());
        assertEquals("train", completed(script, "gemmatune tr"));
        assertEquals("--config", completed(script, "gemmatune train --conf"));
        assertEquals("bfloat16", completed(script, "gemmatune embed --compute b"));
    }
}

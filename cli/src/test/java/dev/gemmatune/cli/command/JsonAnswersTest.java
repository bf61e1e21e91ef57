package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --json} gives of every command is one object with what docs/commands.md says; {@code pull}: HubCommandsTest. */
final class JsonAnswersTest {

    private static final String MODEL =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize().toString();

    /** Ctrl-C, {@code pull}, which HubCommandsTest holds against the page, and what only the hub answers. */
    private static final Set<String> ELSEWHERE = Set.of(
            "train, stopped by Ctrl-C: run",
            "train, stopped by Ctrl-C: steps",
            "train, stopped by Ctrl-C: interrupted",
            "pull: path",
            "push: commit",
            "processor: cores_allowed",
            "memory: bytes_allowed",
            "cuda: missing",
            "token: from");

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private final Set<String> called = new LinkedHashSet<>();

    private String run(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);
        int found = Gemmatune.run(console, arguments);
        assertEquals(exitCode, found, () -> List.of(arguments) + ": " + err);
        return out.toString();
    }

    private JsonObject json(DocumentedJson page, String command, int exitCode, String... arguments) {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--json";
        called.add(command);
        return page.check(command, run(exitCode, all));
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    /** Three documents and a question, twelve rows, and a config of everything that an answer may have. */
    private String writeFiles() throws IOException {
        write("tiny/corpus.jsonl", """
            {"_id": "a", "text": "Cards are posted within five working days."}
            {"_id": "b", "text": "Interest is paid in January."}
            {"_id": "c", "text": "Transfers abroad cost ten crowns."}
            """);
        write("tiny/queries.jsonl", """
            {"_id": "q", "text": "when is interest paid"}
            {"_id": "r", "text": "cost abroad"}
            """);
        write("tiny/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq\tb\t1\nr\tc\t1\n");
        write("run.trec", "q Q0 b 1 0.9 x\nz Q0 a 1 0.5 x\n");
        write("docs.jsonl", "{\"text\": \"" + "Cards are posted on Monday. ".repeat(12) + "\"}\n");
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 12; row++) {
            rows.append(
                    "{\"anchor\": \"What is item " + row + "?\", \"positive\": \"Item " + row + " is a thing.\"}\n");
        }
        write("rows.jsonl", rows.toString());
        write(
                "init.yaml",
                Files.readString(Path.of("../configs/init/mini.yaml"))
                        .replace("checkpoints/mini/", MODEL + "/")
                        .replace("layers: 6", "layers: 1"));
        String expected = """
            expected:
              - {set: tiny/test, metric: ndcg_at_10, dimension: 192, score: 0.5, tolerance: 0.6}
            """;
        write("expected.yaml", expected);
        return write("small.yaml", """
            model: {path: %s}
            data:
              train: {files: rows.jsonl}
              evaluation: {type: retrieval, folder: tiny}
            training: {max_steps: 2, batch_size: 4, learning_rate: 0.001}
            evaluation: {watch: {query: What?, candidates: [This, That]}}
            export: {formats: []}
            output: {folder: %s}
            """.formatted(MODEL, folder.resolve("runs")) + expected);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void everyAnswerIsOneObjectWithWhatThePageSays() throws IOException {
        DocumentedJson page = new DocumentedJson();
        String config = writeFiles();
        checkFigures(json(page, "validate", 0, "validate", "--config", config).getAsJsonObject("summary"));
        json(page, "train --dry-run", 0, "train", "--config", config, "--dry-run");
        json(page, "train", 0, "train", "--config", config);
        String best = at("runs/small/best");
        String[] eval = {"eval", "--model", best, "--data", at("tiny"), "--dims", "192", "--no-cache"};
        json(
                page,
                "eval",
                0,
                append(
                        eval,
                        "--bm25",
                        "--search",
                        "hnsw",
                        "--precision",
                        "float32,int8",
                        "--expected",
                        at("expected.yaml")));
        run(0, append(eval, "--bm25", "--output", at("first")));
        run(0, "eval", "--model", MODEL, "--data", at("tiny"), "--dims", "192", "--no-cache", "--output", at("second"));
        json(page, "compare", 0, "compare", at("first"), at("second"));
        json(page, "score", 0, "score", "--qrels", at("tiny/qrels/test.tsv"), "--run", at("run.trec"), "--per-query");
        json(page, "embed", 0, "embed", "--model", best, "--input", at("docs.jsonl"), "--output", at("v.npy"));
        json(page, "data inspect", 0, "data", "inspect", at("rows.jsonl"), "--against", at("tiny"));
        json(page, "data inspect", 0, "data", "inspect", at("rows.jsonl"), "--model", best);
        json(page, "data split", 0, "data", "split", at("rows.jsonl"), "--output", at("parts"));
        json(
                page,
                "mine",
                0,
                "mine",
                "--bm25",
                "--pairs",
                at("rows.jsonl"),
                "--corpus",
                at("tiny"),
                "--output",
                at("m.jsonl"));
        json(page, "pairs", 0, "pairs", "--corpus", at("docs.jsonl"), "--output", at("p.jsonl"));
        json(page, "merge", 0, "merge", best, MODEL, "--output", at("mean"));
        json(page, "merge", 0, "merge", best, MODEL, "--output", at("soup"), "--data", at("tiny"), "--split", "test");
        json(page, "export", 0, "export", "--model", best, "--format", "safetensors-bf16", "--output", at("export"));
        json(page, "init", 0, "init", "--config", at("init.yaml"), "--output", at("fresh"));
        json(page, "push", 0, "push", best, "maker/tiny", "--dry-run");
        json(page, "keys", 0, "keys", "training.");
        json(page, "doctor", 0, "doctor");
        json(page, "completion", 0, "completion");
        failures(page, config);
        Set<String> left = page.unseen();
        left.removeAll(ELSEWHERE);
        assertEquals(Set.of(), left, "in docs/commands.md, but in no answer");
        Set<String> notCalled = new LinkedHashSet<>(page.commands());
        notCalled.removeAll(called);
        assertEquals(Set.of("train, stopped by Ctrl-C", "pull"), notCalled);
        assertEquals(Set.of(), commandsWithout(page.commands()), "commands that docs/commands.md has no row for");
    }

    private static void checkFigures(JsonObject summary) {
        assertEquals(
                "{\"steps\":2,\"steps_per_epoch\":3,\"rows_per_step\":4,\"learning_rate\":0.001}",
                summary.get("training").toString());
        assertEquals(
                "[{\"set\":\"tiny/test\",\"queries\":2,\"documents\":3,\"judgements\":2}]",
                summary.get("evaluation").toString());
        assertEquals(192, summary.getAsJsonObject("model").get("dimension").getAsInt());
    }

    private static Set<String> commandsWithout(Set<String> documented) {
        StringWriter none = new StringWriter();
        Console console = new Console(new PrintWriter(none), new PrintWriter(none), false, System::nanoTime);
        Set<String> commands = new LinkedHashSet<>();
        Gemmatune.commands(console).getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                commands.add(name);
            } else {
                command.getSubcommands().keySet().forEach(inner -> commands.add(name + " " + inner));
            }
        });
        commands.removeAll(documented);
        return commands;
    }

    private void failures(DocumentedJson page, String config) {
        assertEquals("wrong_usage", kind(page, 2, "eval", "--modle", "x"));
        assertEquals(
                "wrong_usage", kind(page, 2, "embed", "--model", MODEL, "--input", "x", "--output", "y", "--dim", "z"));
        assertEquals("wrong_usage", kind(page, 2, "validate", "--config", config, "--set", "training.epoch=1"));
        assertEquals("wrong_usage", kind(page, 2, "score", "--qrels", "x", "--run", "y", "--k", "0"));
        assertEquals("wrong_usage", kind(page, 2, "nonsense"));
        assertEquals("failed", kind(page, 1, "data", "inspect", at("none.csv")));
        assertEquals("failed", kind(page, 1, "embed", "--model", at("none"), "--input", "x", "--output", "y.npy"));
        assertEquals("failed", kind(page, 1, "keys", "nonsense"));
    }

    private String kind(DocumentedJson page, int exitCode, String... arguments) {
        return json(page, "any that fails", exitCode, arguments)
                .getAsJsonObject("error")
                .get("kind")
                .getAsString();
    }

    private static String[] append(String[] first, String... rest) {
        String[] all = new String[first.length + rest.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    @Test
    void helpIsForPeople() {
        String help = run(0, "eval", "--json", "--help");
        assertTrue(help.startsWith("Usage: gemmatune eval"), help);
        assertFalse(help.contains("exit_code"), help);
    }

    @Test
    void twoObjectsOrATextAreNotOneObject() {
        assertThrows(AssertionError.class, () -> DocumentedJson.only("note\n{\"exit_code\": 0}"));
        assertThrows(AssertionError.class, () -> DocumentedJson.only("{}{}"));
    }
}

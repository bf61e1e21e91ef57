package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.tasks.TaskFolders;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.Trials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the command line that are broken at random: each command ends well or with a user's error, never another way. */
final class MutatedFilesTest {

    private static final Path MINI =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private final Trials trials = new Trials(Duration.ofSeconds(30));

    @Test
    void configs() throws IOException {
        mutateConfigs(150, 51);
    }

    @Test
    @Tag("slow")
    void manyConfigs() throws IOException {
        mutateConfigs(5000, 52);
    }

    @Test
    void runsAndJudgements() throws IOException {
        mutateRuns(300, 53);
    }

    @Test
    @Tag("slow")
    void manyRunsAndJudgements() throws IOException {
        mutateRuns(20_000, 54);
    }

    @Test
    void results() throws IOException {
        mutateResults(120, 55);
    }

    @Test
    @Tag("slow")
    void manyResults() throws IOException {
        mutateResults(5000, 56);
    }

    @Test
    void tasks() throws IOException {
        mutateTasks(200, 57);
    }

    @Test
    @Tag("slow")
    void manyTasks() throws IOException {
        mutateTasks(10_000, 58);
    }

    private void mutateConfigs(int rounds, long seed) throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), "{\"anchor\": \"What?\", \"positive\": \"That.\"}\n".repeat(8));
        String sound = """
                model:
                  path: %s
                  max_sequence_length: 64
                  seed: 1
                data:
                  train:
                    files: rows.jsonl
                    columns: {anchor: anchor}
                    ignore: [other]
                    split: {group: anchor, share: 0.1}
                training:
                  epochs: 1
                  max_steps: 3
                  batch_size: 4
                  learning_rate: 1e-4
                  save_every: 1 step
                  lora: {rank: 4, alpha: 8, targets: [q_proj]}
                objective:
                  losses: [{type: multiple_negatives_ranking, scale: 20}]
                  matryoshka: {dimensions: [192, 96], weights: [1, 1]}
                evaluation:
                  dimensions: [192, 96]
                  watch: {query: a, candidates: [b, c]}
                export:
                  formats: [safetensors]
                output: {folder: %s}
                """.formatted(MINI, folder.resolve("runs"));
        Path file = folder.resolve("a.yaml");
        Mutations mutations = new Mutations(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] whole = sound.getBytes(StandardCharsets.UTF_8);
            byte[] broken = round % 2 == 0 ? mutations.bytes(whole) : oneLineBroken(mutations, sound);
            Files.write(file, broken);
            attempt(round + " " + Trials.difference(whole, broken), "a.yaml", "validate", "--config", file.toString());
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 4, trials.refused() + " of " + rounds);
    }

    /** One value takes another type, or a line comes twice, or is away. */
    private static byte[] oneLineBroken(Mutations mutations, String sound) {
        List<String> lines = new ArrayList<>(sound.lines().toList());
        int at = mutations.below(lines.size());
        String line = lines.get(at);
        switch (mutations.below(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            default -> lines.set(at, line.substring(0, line.indexOf(':') + 1) + " " + mutations.value());
        }
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    private void mutateRuns(int rounds, long seed) throws IOException {
        Path run = folder.resolve("a.run");
        Path qrels = folder.resolve("a.qrels");
        List<Path> files = List.of(run, qrels);
        List<String> sound = List.of(
                "q1 Q0 d1 1 0.5 tag\nq1 Q0 d2 2 0.25 tag\nq2 Q0 d2 1 1e-3 tag\n", "q1 0 d1 1\nq2 0 d1 2\nq2 0 d2 0\n");
        Files.writeString(run, sound.get(0));
        Files.writeString(qrels, sound.get(1));
        Mutations mutations = new Mutations(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] whole = sound.get(round % 2).getBytes(StandardCharsets.UTF_8);
            byte[] broken = mutations.bytes(whole);
            Files.write(files.get(round % 2), broken);
            attempt(
                    round + " " + Trials.difference(whole, broken),
                    "a.",
                    "score",
                    "--run",
                    run.toString(),
                    "--qrels",
                    qrels.toString());
            Files.write(files.get(round % 2), whole);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 4, trials.refused() + " of " + rounds);
    }

    private void mutateResults(int rounds, long seed) throws IOException {
        Path set = Files.createDirectories(folder.resolve("tiny/qrels")).getParent();
        Files.writeString(
                set.resolve("corpus.jsonl"),
                "{\"_id\": \"a\", \"text\": \"one\"}\n{\"_id\": \"b\", \"text\": \"two\"}\n");
        Files.writeString(set.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"number\"}\n");
        Files.writeString(set.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\tb\t1\n");
        List<Path> outputs = List.of(folder.resolve("one"), folder.resolve("two"));
        for (Path output : outputs) {
            StringWriter err = new StringWriter();
            Console console =
                    new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, System::nanoTime);
            assertEquals(
                    0,
                    Gemmatune.run(
                            console,
                            "eval",
                            "--model",
                            MINI.toString(),
                            "--data",
                            set.toString(),
                            "--bm25",
                            "--output",
                            output.toString()),
                    err::toString);
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(outputs.get(0))) {
            files = found.filter(file -> file.toString().contains("queries")
                            && file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        Path file = files.get(0);
        byte[] whole = Files.readAllBytes(file);
        Mutations mutations = new Mutations(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] broken = round % 3 == 0
                    ? mutations.bytes(whole)
                    : mutations.json(JsonParser.parseString(new String(whole, StandardCharsets.UTF_8)));
            Files.write(file, broken);
            attempt(
                    round + " " + Trials.difference(whole, broken),
                    "one",
                    "compare",
                    outputs.get(0).toString(),
                    outputs.get(1).toString(),
                    "--output",
                    folder.resolve("page.html").toString());
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 4, trials.refused() + " of " + rounds);
    }

    private void mutateTasks(int rounds, long seed) throws IOException {
        Path task = Files.createDirectories(folder.resolve("task"));
        List<Path> files = List.of(task.resolve("task.yaml"), task.resolve("test.jsonl"));
        List<String> sound = List.of(
                """
                name: Own
                type: sts
                languages: [deu-Latn]
                splits: [test]
                files: {rows: test}
                columns: {sentence1: a, sentence2: b, score: s}
                main_score: cosine_spearman
                """,
                "{\"a\": \"eins\", \"b\": \"zwei\", \"s\": 1.5}\n{\"a\": \"drei\", \"b\": \"vier\", \"s\": 2}\n{\"a\": \"x\", \"b\": \"y\", \"s\": 0}\n");
        for (int i = 0; i < files.size(); i++) {
            Files.writeString(files.get(i), sound.get(i));
        }
        Mutations mutations = new Mutations(seed);
        for (int round = 0; round < rounds; round++) {
            int place = round % 3 == 0 ? 1 : 0;
            byte[] whole = sound.get(place).getBytes(StandardCharsets.UTF_8);
            byte[] broken =
                    round % 2 == 0 || place == 1 ? mutations.bytes(whole) : oneLineBroken(mutations, sound.get(place));
            Files.write(files.get(place), broken);
            trials.attempt(round + " " + Trials.difference(whole, broken), "t", () -> TaskFolders.read(task));
            Files.write(files.get(place), whole);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 4, trials.refused() + " of " + rounds);
    }

    private void attempt(String what, String named, String... arguments) {
        trials.attempt(what, named, () -> {
            StringWriter err = new StringWriter();
            Console console =
                    new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, System::nanoTime);
            int code = Gemmatune.run(console, arguments);
            String message = err.toString();
            assertTrue(!message.contains("unexpected error"), message);
            if (code != 0) {
                assertTrue(code == 1 || code == 2, code + ": " + message);
                throw new UserError(message);
            }
        });
    }
}

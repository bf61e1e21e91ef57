package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three steps of the bundled model through the command line. */
final class TrainCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        Path rows = folder.resolve("rows.jsonl");
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < 12; row++) {
            lines.append("{\"anchor\": \"What is item ")
                    .append(row)
                    .append("?\", \"positive\": \"Item ")
                    .append(row)
                    .append(" is a thing.\"}\n");
        }
        Files.writeString(rows, lines.toString());
        config = folder.resolve("small.yaml");
        Files.writeString(config, """
            model: {path: %s}
            data: {train: {files: rows.jsonl}}
            training: {max_steps: 3, batch_size: 4, accumulate: 2, cached_gradients: true, save_every: 1 step}
            export: {formats: []}
            output: {folder: %s}
            """.formatted(
                        Path.of("../checkpoints/mini").toAbsolutePath().normalize(), folder.resolve("runs")));
    }

    private int run(String... arguments) {
        return Gemmatune.run(console, arguments);
    }

    @Test
    void aWatchedQueryIsShownBeforeAndAfterEveryEpoch() throws IOException {
        String[] arguments = {
            "train",
            "--json",
            "--config",
            config.toString(),
            "--set",
            "training.max_steps=null",
            "--set",
            "training.epochs=2",
            "--set",
            "evaluation.watch={query: What?, candidates: [This, That]}"
        };
        assertEquals(0, run(arguments), err::toString);
        JsonObject answer = JsonParser.parseString(out.toString()).getAsJsonObject();
        List<Double> epochs = answer.getAsJsonArray("watch").asList().stream()
                .map(watched -> watched.getAsJsonObject().get("epoch").getAsDouble())
                .toList();
        assertEquals(List.of(0.0, 1.0, 2.0), epochs);
        assertTrue(err.toString().contains("start: \"What?\"\n  0."), err::toString);
        assertTrue(err.toString().contains("epoch 2: \"What?\"\n  0."), err::toString);
        assertEquals(
                3,
                Files.readAllLines(folder.resolve("runs/small/metrics.jsonl")).stream()
                        .filter(line -> line.contains("\"watch\":\"What?\""))
                        .count());
        assertTrue(Files.readString(folder.resolve("runs/small/report.html")).contains("What?"));
        assertEquals(
                2,
                run(
                        "validate",
                        "--config",
                        config.toString(),
                        "--set",
                        "evaluation.watch={query: a, candidates: [b], prompt: nowhere}"));
        assertTrue(err.toString().contains("evaluation.watch.prompt"), err::toString);
    }

    private void writeTinySet() throws IOException {
        Path tiny = Files.createDirectories(folder.resolve("tiny/qrels")).getParent();
        Files.writeString(
                tiny.resolve("corpus.jsonl"),
                "{\"_id\": \"a\", \"text\": \"one\"}\n{\"_id\": \"b\", \"text\": \"two\"}\n");
        Files.writeString(tiny.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"number\"}\n");
        Files.writeString(tiny.resolve("qrels/dev.tsv"), "query-id\tcorpus-id\tscore\nq\tb\t1\n");
    }

    @Test
    void aTrainingWithoutGainSaysSo() throws IOException {
        writeTinySet();
        int code = run(
                "train",
                "--config",
                config.toString(),
                "--set",
                "training.learning_rate=1e-30",
                "--set",
                "data.evaluation={type: retrieval, folder: tiny, split: dev}");
        assertEquals(0, code, err::toString);
        assertTrue(
                out.toString().contains("no evaluation was better than the start: nDCG@10 on tiny/dev was "),
                out::toString);
        assertTrue(out.toString().contains("No measurable difference in nDCG@10 at 192 dimensions"), out::toString);
        assertTrue(
                out.toString().contains("right answer first: 0 of 1 → 0 of 1 query")
                        || out.toString().contains("right answer first: 1 of 1 → 1 of 1 query"),
                out::toString);
        assertTrue(err.toString().contains("step 3: tiny/dev"), err::toString);
        assertFalse(err.toString().contains("best so far"), err::toString);
        String report = Files.readString(folder.resolve("runs/small/report.html"));
        assertFalse(report.contains("class=\"good\""), "chance is not green");
        assertTrue(report.contains("no better than the start"), report);
        assertTrue(report.contains("And no evaluation was better than the start: nDCG@10 on tiny/dev was "), report);
    }

    /** All test questions are trained on, so that the gain is certain; the one dev question is answered at the start. */
    @Test
    void aGainOnTheTestMakesTheDevQuestionsDoubtful() throws IOException {
        writeTinySet();
        Files.writeString(folder.resolve("tiny/queries.jsonl"), "{\"_id\": \"q\", \"text\": \"two\"}\n");
        String faq = Path.of("../datasets/examples/faq.csv")
                .toAbsolutePath()
                .normalize()
                .toString();
        String parts = folder.resolve("parts").toString();
        assertEquals(
                0,
                run(
                        "data",
                        "split",
                        faq,
                        "--output",
                        parts,
                        "--column",
                        "Frage=anchor",
                        "--column",
                        "Antwort=positive"));
        int code = run(
                "train",
                "--config",
                config.toString(),
                "--set",
                "data.train={files: " + faq + ", columns: {Frage: anchor, Antwort: positive}, ignore: [Nr., Thema]}",
                "--set",
                "data.evaluation={type: retrieval, folder: tiny, split: dev}",
                "--set",
                "data.test={type: retrieval, folder: " + parts + ", split: test}",
                "--set",
                "training={epochs: 3, batch_size: 20, learning_rate: 0.002}");
        assertEquals(0, code, err::toString);
        assertTrue(
                out.toString()
                        .contains(
                                "since parts/test gained, tiny/dev (1 query, 2 documents, 1 judgement) is a poor judge"),
                out::toString);
    }

    @Test
    void noTextIsEmbeddedTwiceByTheSameWeights() throws IOException {
        writeTinySet();
        Files.writeString(folder.resolve("alike.jsonl"), """
            {"sentence1": "a", "sentence2": "b", "score": 1}
            {"sentence1": "a", "sentence2": "c", "score": 0}
            """);
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "rows.jsonl}}",
                                "rows.jsonl}, evaluation: [{type: retrieval, folder: tiny, split: dev},"
                                        + " {type: sts, file: alike.jsonl}]}"));
        // Every look at the clock is a minute later, so that all progress is shown.
        AtomicLong clock = new AtomicLong();
        Console slow = new Console(
                new PrintWriter(out), new PrintWriter(err), false, () -> clock.addAndGet(TimeUnit.MINUTES.toNanos(1)));
        assertEquals(0, Gemmatune.run(slow, "train", "--config", config.toString()), err::toString);
        List<String> lines = err.toString().lines().toList();
        long judged = lines.stream()
                .filter(line -> line.matches("(start|step \\d+): tiny/dev .*"))
                .count();
        assertEquals(3, judged, err::toString);
        assertEquals(
                judged,
                lines.stream().filter(line -> line.startsWith("documents 2/2")).count(),
                err::toString);
        assertEquals(
                judged,
                lines.stream().filter(line -> line.startsWith("sentences 3/3")).count(),
                err::toString);
        String run = folder.resolve("runs/small").toString();
        List<String> start = scoresOf("start", lines);
        assertEquals(2, start.size());
        assertEquals(start, scoresOf("before", lines));
        assertEquals(scoresOf("step 2", lines), scoresOf("after", lines));
        assertTrue(Files.exists(Path.of(run, "results/queries/local__small-best/tiny.dev.json")));
        assertTrue(Files.exists(Path.of(run, "results/queries/local__mini/alike.json")));

        err.getBuffer().setLength(0);
        assertEquals(0, Gemmatune.run(slow, "train", "--resume", run), err::toString);
        assertEquals(start, scoresOf("before", err.toString().lines().toList()), "a finished run is judged afresh");
    }

    /** What is said of each set at a time. */
    private static List<String> scoresOf(String when, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(when + ": "))
                .map(line -> line.substring(when.length()).replace(" (best so far)", ""))
                .toList();
    }

    @Test
    void finishedRunCanBeResumedToSeeItsEndAgain() throws IOException {
        assertEquals(0, run("train", "--config", config.toString()), err::toString);
        Path run = folder.resolve("runs/small");
        byte[] weights = Files.readAllBytes(run.resolve("last/model.safetensors"));
        assertEquals(1, run("train", "--config", config.toString()));
        assertTrue(err.toString().contains("--resume " + run), err::toString);
        assertEquals(0, run("train", "--resume", run.toString()), err::toString);
        assertArrayEquals(weights, Files.readAllBytes(run.resolve("last/model.safetensors")));
        assertTrue(out.toString().contains("3 steps"), out::toString);
    }

    @Test
    void anEarlierRunIsReplacedAndNothingElse() throws IOException {
        String[] train = {"train", "--config", config.toString(), "--set", "export.formats=[safetensors]"};
        assertEquals(0, run(train), err::toString);
        Path run = folder.resolve("runs/small");
        Files.writeString(run.resolve("notes.txt"), "the first try");
        Files.delete(run.resolve("last/model.safetensors"));
        String[] again = {"train", "--config", config.toString(), "--set", "output.overwrite=true"};
        assertEquals(0, run(again), err::toString);
        assertTrue(Files.exists(run.resolve("notes.txt")));
        assertTrue(Files.exists(run.resolve("last/model.safetensors")));
        assertFalse(Files.exists(run.resolve("safetensors")), "an export of the earlier run");
        assertEquals(3, Files.readAllLines(run.resolve("metrics.jsonl")).size());

        Path theirs = Files.createDirectories(folder.resolve("runs/theirs"));
        Files.writeString(theirs.resolve("thesis.tex"), "years");
        assertEquals(
                1,
                run(
                        "train",
                        "--config",
                        config.toString(),
                        "--set",
                        "output={name: theirs, overwrite: true, folder: " + theirs.getParent() + "}"));
        assertTrue(err.toString().contains("holds files and no run, such as thesis.tex"), err::toString);
        assertTrue(Files.exists(theirs.resolve("thesis.tex")));
    }

    @Test
    void severalSetsTakeTurnsWithTheirOwnLossesAndTheResolvedConfigRunsAgain() throws IOException {
        Files.writeString(folder.resolve("alike.jsonl"), """
            {"sentence1": "A red car.", "sentence2": "A car that is red.", "score": 5}
            {"sentence1": "A red car.", "sentence2": "A green tree.", "score": 1}
            {"sentence1": "It rains.", "sentence2": "There is rain.", "score": 4.5}
            {"sentence1": "It rains.", "sentence2": "He sleeps.", "score": 0}
            """);
        Path several = Files.writeString(folder.resolve("several.yaml"), """
            model: {path: %s}
            data:
              train:
                - {name: faq, files: rows.jsonl, mining: {source: bm25, negatives: 1}}
                - {files: alike.jsonl, score_range: [0, 5], loss: cosine_similarity}
            objective: {matryoshka: {enabled: false}}
            training: {max_steps: 4, batch_size: 4, sampling: round_robin}
            export: {formats: []}
            output: {folder: %s}
            """.formatted(
                        Path.of("../checkpoints/mini").toAbsolutePath().normalize(), folder.resolve("runs")));
        assertEquals(0, run("train", "--config", several.toString()), err::toString);
        Path run = folder.resolve("runs/several");
        List<JsonObject> steps = Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertEquals(
                List.of("faq", "alike", "faq", "faq"),
                steps.stream().map(step -> step.get("set").getAsString()).toList());
        // A squared error of cosines; the ranking loss of four rows and a negative each is larger.
        assertTrue(steps.get(1).get("loss").getAsDouble() < 1, steps::toString);
        assertTrue(Files.exists(run.resolve("mined-faq-0.jsonl")));
        assertTrue(Files.readString(run.resolve("report.html")).contains("Loss of each set, smoothed"));
        assertTrue(Files.readString(run.resolve("last/README.md")).contains("4 rows of [sentence1, sentence2]"));
        Path again = folder.resolve("again.yaml");
        Files.copy(run.resolve("config.resolved.yaml"), again);
        assertEquals(0, run("train", "--config", again.toString(), "--set", "output.name=again"), err::toString);
        assertEquals(losses(run), losses(folder.resolve("runs/again")));
        assertArrayEquals(
                Files.readAllBytes(run.resolve("last/model.safetensors")),
                Files.readAllBytes(folder.resolve("runs/again/last/model.safetensors")));
    }

    private static List<Double> losses(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonParser.parseString(line)
                        .getAsJsonObject()
                        .get("loss")
                        .getAsDouble())
                .toList();
    }

    @Test
    void aBatchThatIsLargerThanTheDataIsSaid() {
        assertEquals(0, run("train", "--dry-run", "--config", config.toString(), "--set", "training.batch_size=100"));
        assertTrue(
                (out.toString() + err).contains("3 steps of 24 rows, all there are though batch_size is 100,"),
                out.toString() + err);
    }

    @Test
    void resumingNeedsARunAndItsOwnSettings() {
        assertEquals(2, run("train", "--resume", folder.toString()));
        assertTrue(err.toString().contains("config.resolved.yaml is missing"), err::toString);
        assertEquals(2, run("train", "--resume", folder.toString(), "--set", "training.epochs=9"));
        assertEquals(2, run("train", "--resume", folder.toString(), "--config", config.toString()));
        assertEquals(2, run("train"));
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void severalDevicesMustBeDifferentOnesOfCuda() {
        for (String devices : new String[] {"cpu,cpu", "cuda:0,cuda:0", "cuda:0,cpu", "cuda:0,"}) {
            assertEquals(2, run("train", "--config", config.toString(), "--device", devices), devices);
        }
        assertEquals(1, run("train", "--config", config.toString(), "--device", "cuda:98,cuda:99"));
        assertTrue(err.toString().contains("--device cuda:98: this machine has "), err::toString);
    }
}

package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.evaluation.EvaluationFiles;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval} on data of three documents, and what {@code validate} finds before a training that would fail late. */
final class EvalCommandTest {

    private static final String MODEL =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize().toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(folder.resolve("tiny/qrels"));
        Files.writeString(folder.resolve("tiny/corpus.jsonl"), """
            {"_id": "a", "text": "Cards are posted within five working days."}
            {"_id": "b", "text": "Interest is paid in January."}
            {"_id": "c", "text": "Transfers abroad cost ten crowns."}
            """);
        Files.writeString(folder.resolve("tiny/queries.jsonl"), "{\"_id\": \"q\", \"text\": \"interest January\"}\n");
        Files.writeString(folder.resolve("tiny/qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\tb\t1\n");
        Files.writeString(folder.resolve("pairs.jsonl"), "{\"anchor\": \"x\", \"positive\": \"y\"}\n");
    }

    private int run(String... arguments) {
        return Gemmatune.run(console, arguments);
    }

    @Test
    void wordsAreARowBelowTheDimensions() {
        String data = folder.resolve("tiny").toString();
        assertEquals(0, run("eval", "--model", MODEL, "--data", data, "--bm25", "--no-cache"), err::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("BM25 +1\\.0000 .*")), out::toString);
        assertFalse(err.toString().contains("cache"), err::toString);
        assertTrue(
                out.toString().contains("right answer first: 1 of 1 query; among the first three: 1 of 1"),
                out::toString);
    }

    /** sentence-transformers encodes queries and documents of such a model as they are, and says nothing of another name. */
    @Test
    void aModelWithoutPromptsIsEvaluatedWithoutThem() throws IOException {
        Path bare = folder.resolve("bare");
        Files.createDirectories(bare);
        try (Stream<Path> files = Files.walk(Path.of(MODEL))) {
            for (Path file : files.toList()) {
                Path copy = bare.resolve(Path.of(MODEL).relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        Files.writeString(bare.resolve("config_sentence_transformers.json"), "{}");
        String data = folder.resolve("tiny").toString();
        String[] command = {"eval", "--model", bare.toString(), "--data", data, "--dims", "192", "--no-cache"};
        assertEquals(0, run(command), err::toString);
        assertTrue(
                err.toString().contains("note: the model has no prompt of the name query or document"), err::toString);
        String scores = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(
                0,
                run(
                        "eval",
                        "--model",
                        MODEL,
                        "--data",
                        data,
                        "--dims",
                        "192",
                        "--no-cache",
                        "--prompts",
                        "none,none,none"),
                err::toString);
        assertEquals(
                out.toString().lines().filter(line -> line.contains("192")).toList(),
                scores.lines().filter(line -> line.contains("192")).toList());
        assertEquals(1, run("eval", "--model", bare.toString(), "--data", data, "--prompts", "frage,document,STS"));
        assertTrue(err.toString().contains("--prompts: \"frage\" is no prompt of the model"), err::toString);
    }

    @Test
    void wordsAreThoseOfTheLanguageThatIsAskedForInTheReportToo() throws IOException {
        String data = folder.resolve("tiny").toString();
        Path output = folder.resolve("words");
        String[] command = {
            "eval",
            "--model",
            MODEL,
            "--data",
            data,
            "--dims",
            "192",
            "--no-cache",
            "--bm25-language",
            "de",
            "--output",
            output.toString()
        };
        assertEquals(0, run(command), err::toString);
        assertTrue(out.toString().contains("BM25 searches by words (german)"), out::toString);
        String report = Files.readString(output.resolve("report.html"));
        assertTrue(report.contains("BM25 searches by words (german)") && report.contains(">BM25</th>"), report);
        assertEquals(
                "german",
                EvaluationFiles.read(output).get(0).bm25().orElseThrow().words());
        assertEquals(2, run("eval", "--model", MODEL, "--data", data, "--bm25-language", "klingon"));
        assertTrue(err.toString().contains("--bm25-language must be auto, english, standard"), err::toString);
    }

    private void copyTiny(String place, String corpus) throws IOException {
        Files.createDirectories(folder.resolve(place + "/qrels"));
        for (String file : List.of("queries.jsonl", "qrels/test.tsv")) {
            Files.copy(folder.resolve("tiny/" + file), folder.resolve(place + "/" + file));
        }
        Files.writeString(folder.resolve(place + "/corpus.jsonl"), corpus);
    }

    @Test
    void twoFoldersOfOneNameHaveFilesOfTheirOwn() throws IOException {
        copyTiny("leasing/fragen", "{\"_id\": \"b\", \"text\": \"Interest\"}\n{\"_id\": \"a\", \"text\": \"x\"}\n");
        copyTiny("other/fragen", "{\"_id\": \"b\", \"text\": \"y\"}\n{\"_id\": \"a\", \"text\": \"Interest\"}\n");
        String output = folder.resolve("out").toString();
        String leasing = folder.resolve("leasing/fragen").toString();
        String other = folder.resolve("other/fragen").toString();
        String[] command = {
            "eval", "--model", MODEL, "--dims", "192", "--no-cache", "--output", output, "--data", leasing, other
        };
        assertEquals(0, run(command), err::toString);
        assertTrue(out.toString().contains("leasing-fragen/test  "), out::toString);
        assertTrue(out.toString().contains("other-fragen/test  "), out::toString);
        for (String name : List.of("leasing-fragen", "other-fragen")) {
            assertTrue(Files.exists(folder.resolve("out/queries/local__mini/" + name + ".test.json")), name);
            assertTrue(Files.exists(folder.resolve("out/queries/local__mini/" + name + ".test.csv")), name);
            assertTrue(Files.exists(folder.resolve("out/runs/local__mini/" + name + ".test.192.float32.run")), name);
            try (Stream<Path> files = Files.walk(folder.resolve("out/results"))) {
                assertEquals(
                        1, files.filter(file -> file.endsWith(name + ".json")).count(), name);
            }
        }
        assertEquals(1, run("eval", "--model", MODEL, "--no-cache", "--data", leasing, leasing + "/../fragen"));
        assertTrue(err.toString().contains("is given twice; give it once"), err::toString);
        String[] alone = {"eval", "--model", MODEL, "--dims", "192", "--no-cache", "--output", output, "--data", other};
        assertEquals(0, run(alone), err::toString);
        Files.writeString(
                folder.resolve("other/fragen/corpus.jsonl"), "{\"_id\": \"b\", \"text\": \"Something else\"}\n");
        assertEquals(0, run(alone), err::toString);
        assertTrue(err.toString().contains("held scores of other data by the name fragen/test"), err::toString);
    }

    @Test
    void twoModelsOfOneNameHaveFilesOfTheirOwn() throws IOException {
        String output = folder.resolve("out").toString();
        String data = folder.resolve("tiny").toString();
        for (String place : List.of("x", "y", "x", "y")) {
            Path model = folder.resolve(place + "/run/best");
            if (!Files.exists(model)) {
                Path config = Files.writeString(
                        folder.resolve("init.yaml"),
                        Files.readString(Path.of("../configs/init/mini.yaml"))
                                .replace("checkpoints/mini/", "../checkpoints/mini/")
                                .replace("layers: 6", "layers: " + (place.equals("x") ? 1 : 2)));
                assertEquals(
                        0, run("init", "--config", config.toString(), "--output", model.toString()), err::toString);
            }
            assertEquals(
                    0,
                    run("eval", "--model", model.toString(), "--data", data, "--no-cache", "--output", output),
                    err::toString);
        }
        assertTrue(err.toString().contains("holds those of " + folder.resolve("x/run/best")), err::toString);
        for (String kind : List.of("queries", "runs", "results")) {
            try (Stream<Path> models = Files.list(Path.of(output, kind))) {
                assertEquals(
                        List.of("local__run-best", "local__y-run-best"),
                        models.map(name -> name.getFileName().toString())
                                .sorted()
                                .toList(),
                        kind);
            }
        }
        assertEquals(0, run("compare", output), err::toString);
        assertTrue(out.toString().contains("Differences are against run-best"), out::toString);
    }

    @Test
    void anIndexHasARowBesideTheExactSearchInEveryResult() throws IOException {
        Path output = folder.resolve("out");
        int code = run(
                "eval",
                "--model",
                MODEL,
                "--data",
                folder.resolve("tiny").toString(),
                "--dims",
                "192,96",
                "--search",
                "hnsw",
                "--no-cache",
                "--output",
                output.toString());
        assertEquals(0, code, err::toString);
        String exact = line("192 ");
        assertEquals(exact.replaceFirst("192", "192 hnsw").replaceAll(" +", " "), line("192 hnsw"));
        assertTrue(
                out.toString().contains("tiny/test, hnsw  of exact top 10  of exact top 100  build s"), out::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("192 +1\\.0000 +1\\.0000 .*")), out::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("hnsw +96 .*")), out::toString);
        String record = Files.readString(output.resolve("queries/local__mini/tiny.test.json"));
        assertTrue(record.contains("\"index\":{\"search\":\"hnsw\",\"m\":16"), record);
        assertTrue(Files.readString(output.resolve("report.html")).contains("Approximate index"));
    }

    /** A task in two languages whose second half the model and words find equally. */
    private Path writeTask() throws IOException {
        Path task = Files.createDirectories(folder.resolve("help"));
        Files.writeString(task.resolve("task.yaml"), """
            name: Help
            type: retrieval
            subsets: {one: [eng-Latn], two: [eng-Latn]}
            files: {corpus: "{subset}/corpus.jsonl", queries: "{subset}/queries.jsonl", qrels: "{subset}/{split}.tsv"}
            """);
        for (String subset : List.of("one", "two")) {
            Files.createDirectories(task.resolve(subset));
            Files.copy(folder.resolve("tiny/corpus.jsonl"), task.resolve(subset + "/corpus.jsonl"));
            Files.copy(folder.resolve("tiny/queries.jsonl"), task.resolve(subset + "/queries.jsonl"));
        }
        Files.copy(folder.resolve("tiny/qrels/test.tsv"), task.resolve("one/test.tsv"));
        Files.writeString(task.resolve("two/test.tsv"), "query-id\tcorpus-id\tscore\nq\tc\t1\n");
        return task;
    }

    @Test
    void aTaskIsSearchedAsABeirFolderIs() throws IOException {
        Path output = folder.resolve("out");
        int code = run(
                "eval",
                "--model",
                MODEL,
                "--data",
                writeTask().toString(),
                "--dims",
                "192",
                "--bm25",
                "--precision",
                "int8",
                "--no-cache",
                "--output",
                output.toString());
        assertEquals(0, code, err::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("BM25 +0\\.5000 .*")), out::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("int8 +192 +192 .*")), out::toString);
        for (String file : List.of(
                "runs/local__mini/Help.test.one.192.float32.run",
                "runs/local__mini/Help.test.two.192.int8.run",
                "ranges/local__mini/Help.test.two.192.json")) {
            assertTrue(Files.exists(output.resolve(file)), file);
        }
        String best = Files.readString(output.resolve("runs/local__mini/Help.test.one.192.float32.run"));
        assertTrue(best.startsWith("q Q0 b 1 "), best);
        String table = Files.readString(output.resolve("queries/local__mini/Help.test.csv"));
        assertTrue(table.contains("\none/q,float32,192,1.0,"), table);
        assertTrue(table.contains("\ntwo/q,int8,192,"), table);
        EvaluationRecord record = EvaluationFiles.read(output).get(0);
        assertEquals(
                List.of("one/q", "two/q"),
                record.queries().stream().map(EvaluationRecord.JudgedQuery::id).toList());
        assertEquals("b", record.queries().get(1).found().get(0).id());
        assertEquals(0, record.queries().get(1).found().get(0).grade());
    }

    @Test
    void whatIsNotSearchedCannotBeIndexed() throws IOException {
        Path pairs = Files.writeString(
                folder.resolve("sts.jsonl"), "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 0.5}\n");
        assertEquals(2, run("eval", "--model", MODEL, "--data", pairs.toString(), "--search", "hnsw"));
        assertTrue(err.toString().contains("sts (1 scored pair) is not searched"), err::toString);
        assertEquals(2, run("eval", "--model", MODEL, "--data", "x", "--search", "hnsw", "--hnsw-m", "1"));
        assertTrue(err.toString().contains("--hnsw-m must be 2 to 512, got 1"), err::toString);
    }

    /** The line of the output that begins so, with single spaces. */
    private String line(String start) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(out))
                .replaceAll(" +", " ");
    }

    @Test
    void whatIsLeftOutIsSaidOnTheConsoleAndInTheResults() throws IOException {
        Files.writeString(
                folder.resolve("tiny/qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\tb\t1\nq\tx\t1\nz\tb\t1\n");
        String data = folder.resolve("tiny").toString();
        assertEquals(1, run("eval", "--model", MODEL, "--data", data, "--no-cache"));
        assertTrue(
                err.toString().contains("test.tsv:3: the document \"x\" is not in corpus.jsonl; correct the id"),
                err::toString);
        Path output = folder.resolve("out");
        int code = run(
                "eval",
                "--model",
                MODEL,
                "--data",
                data,
                "--no-cache",
                "--lenient",
                "--json",
                "--output",
                output.toString());
        assertEquals(0, code, err::toString);
        assertTrue(err.toString().contains("left out of tiny/test: unknown ids: 2; the first of each"), err::toString);
        assertTrue(out.toString().replaceAll("\\s", "").contains("\"dropped\":{\"unknown_ids\":2}"), out::toString);
        String size = "1 query, 3 documents, 1 judgement; left out: unknown ids: 2";
        String record = Files.readString(output.resolve("queries/local__mini/tiny.test.json"));
        assertTrue(record.contains(size), record);
        assertTrue(Files.readString(output.resolve("report.html")).contains(size));
    }

    @Test
    void choicesAreWrittenAsTheHelpHasThem() {
        assertEquals(2, run("eval", "--model", MODEL, "--data", "x", "--precision", "int4"));
        assertTrue(err.toString().contains("expected one of float32, int8, int8_rescored, binary"), err::toString);
    }

    @Test
    void whatCouldOnlyFailAfterTheTrainingIsFoundBefore() throws IOException {
        Path config = Files.writeString(folder.resolve("late.yaml"), String.format("""
            model: {path: %s}
            data:
              train: {files: pairs.jsonl}
              evaluation: {type: retrieval, folder: tiny}
            expected:
              - {set: tiny/tset, metric: ndcg_at_10, dimension: 191, score: 0.1, tolerance: 0.1}
            """, MODEL));
        assertEquals(2, run("validate", "--config", config.toString()));
        assertTrue(err.toString().contains("line 6: expected[0].set must be one of"), err::toString);
        assertTrue(err.toString().contains("tiny/test, got tiny/tset"), err::toString);
        assertTrue(err.toString().contains("expected[0].dimension must be one of"), err::toString);
        assertEquals(2, run("validate", "--config", config.toString(), "--set", "export.dim=193"));
        assertTrue(err.toString().contains("export.dim must be at most 192"), err::toString);
    }
}

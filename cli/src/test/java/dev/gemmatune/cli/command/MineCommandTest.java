package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mine}, and mining before and between the epochs of a training, on the bundled data and model. */
final class MineCommandTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String MODEL = PROJECT.resolve("checkpoints/mini").toString();
    private static final String FINANCE = PROJECT.resolve("datasets/finance").toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    private int run(String... arguments) {
        return Gemmatune.run(console, arguments);
    }

    private int mine(String... arguments) {
        return run(Stream.concat(Stream.of("mine"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String output() {
        return folder.resolve("mined.jsonl").toString();
    }

    private static List<JsonObject> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Json.parseObject(line, file.toString()))
                .toList();
    }

    /** The first rows of the bundled pairs. */
    private Path pairs(int count, boolean withNegative) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonObject row : rows(Path.of(FINANCE, "train.jsonl"))) {
            if (row.has("negative") == withNegative && lines.size() < count) {
                lines.add(Json.compact(row));
            }
        }
        return Files.write(folder.resolve("pairs.jsonl"), lines);
    }

    @Test
    void modelFindsTripletsThatKeepTheMargin() throws IOException {
        String pairs = pairs(12, true).toString();
        String[] arguments = {
            "--model",
            MODEL,
            "--pairs",
            pairs,
            "--negatives",
            "2",
            "--absolute-margin",
            "0.05",
            "--no-cache",
            "--output",
            output()
        };
        assertEquals(0, mine(arguments), err::toString);
        List<JsonObject> rows = rows(Path.of(output()));
        int triplets = 0;
        for (JsonObject row : rows) {
            if (row.has("negative")) {
                triplets++;
                assertNotEquals(row.get("positive"), row.get("negative"));
                double margin = row.get("positive_score").getAsDouble()
                        - row.get("negative_score").getAsDouble();
                assertTrue(margin > 0.05 - 1e-6, row::toString);
            }
        }
        assertTrue(triplets > 0, rows::toString);
        assertTrue(out.toString().startsWith("12 rows with 12 different anchors"), out::toString);
        assertTrue(out.toString().contains("the rows had 12 negatives of their own before"), out::toString);
        assertTrue(out.toString().contains("taken, over all rows"), out::toString);
        assertFalse(err.toString().contains("cache"), err::toString);
    }

    @Test
    void bm25NeedsNoModelAndTrainingReadsItsTuples() throws IOException {
        String pairs = FINANCE + "/train.jsonl";
        assertEquals(
                0,
                mine(
                        "--bm25",
                        "--pairs",
                        pairs,
                        "--corpus",
                        FINANCE,
                        "--format",
                        "n-tuple",
                        "--output",
                        output(),
                        "-q"),
                err::toString);
        List<JsonObject> rows = rows(Path.of(output()));
        assertEquals(1892, rows.size());
        for (JsonObject row : rows) {
            List<String> texts = new ArrayList<>(List.of(row.get("positive").getAsString()));
            for (int i = 1; row.has("negative_" + i); i++) {
                assertFalse(texts.contains(row.get("negative_" + i).getAsString()), row::toString);
                texts.add(row.get("negative_" + i).getAsString());
                assertTrue(row.has("negative_" + i + "_score"));
            }
        }
        assertEquals("", err.toString());
        assertEquals(
                0,
                mine(
                        "--bm25",
                        "--pairs",
                        output(),
                        "--ignore",
                        "positive_score,negative_1_score,negative_2_score,negative_3_score",
                        "--no-scores",
                        "--short-rows",
                        "drop",
                        "--output",
                        output()),
                err::toString);
        assertFalse(rows(Path.of(output())).get(0).has("negative_score"));
        assertTrue(out.toString().contains("dropped"), out::toString);
    }

    @Test
    void wrongUsageIsExplained() throws IOException {
        String pairs = pairs(2, false).toString();
        String[][] mistakes = {
            {"give either --model or --bm25"},
            {"give either --model or --bm25, not both", "--bm25", "--model", MODEL},
            {"--range needs two ranks", "--bm25", "--range", "3"},
            {
                "--range: the second rank must leave room for the negatives, at least 13, got 12",
                "--bm25",
                "--range",
                "10,12"
            },
            {"--relative-margin must be >= 0 and < 1, got 5.0", "--bm25", "--relative-margin", "5"},
            {"--negatives must be >= 1, got 0", "--bm25", "--negatives", "0"},
            {"expected triplet, n_tuple or labeled_pair but was 'tuple'", "--bm25", "--format", "tuple"},
            {"--prompts needs two names", "--bm25", "--prompts", "query"},
        };
        for (String[] mistake : mistakes) {
            err.getBuffer().setLength(0);
            List<String> arguments = new ArrayList<>(List.of("--pairs", pairs, "--output", output()));
            arguments.addAll(List.of(mistake).subList(1, mistake.length));
            assertEquals(2, mine(arguments.toArray(String[]::new)), mistake[0]);
            assertTrue(err.toString().contains(mistake[0]), err::toString);
        }
        assertFalse(Files.exists(Path.of(output())));
    }

    @Test
    void brokenFilesAreNamedWithTheirLineAndLeaveNoOutput() throws IOException {
        String pairs = pairs(2, false).toString();
        Path corpus = Files.writeString(folder.resolve("c.jsonl"), "{\"text\": \"a\"}\n{\"txt\": \"b\"}\n");
        assertEquals(1, mine("--bm25", "--pairs", pairs, "--corpus", corpus.toString(), "--output", output()));
        assertTrue(err.toString().contains("c.jsonl:2: the key \"text\" is missing"), err::toString);
        Files.writeString(folder.resolve("p.jsonl"), "{\"anchor\": \"a\", \"psitive\": \"b\"}\n");
        assertEquals(1, mine("--bm25", "--pairs", folder.resolve("p.jsonl").toString(), "--output", output()));
        assertTrue(err.toString().contains("unknown columns [psitive]"), err::toString);
        assertEquals(1, mine("--bm25", "--pairs", pairs, "--corpus", "nowhere", "--output", output()));
        assertTrue(err.toString().contains("does not exist; a corpus is a BEIR folder"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    private int train(String mining) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), """
            model: {path: %s}
            data: {train: {files: pairs.jsonl, mining: %s}}
            training: {epochs: 2, batch_size: 4}
            export: {formats: []}
            output: {folder: %s, overwrite: true}
            """.formatted(MODEL, mining, folder.resolve("runs")));
        return run("train", "--config", config.toString());
    }

    @Test
    void trainingMinesBeforeItStartsAndAgainInEveryEpochAndKeepsOwnNegatives() throws IOException {
        List<JsonObject> pairs = rows(pairs(8, true));
        assertEquals(0, train("{every: 1 epoch, negatives: 2, sampling: random, cache: false}"), err::toString);
        List<JsonObject> first = rows(folder.resolve("runs/c/mined-0.jsonl"));
        List<JsonObject> second = rows(folder.resolve("runs/c/mined-1.jsonl"));
        for (int i = 0; i < pairs.size(); i++) {
            assertEquals(pairs.get(i).get("anchor"), first.get(i).get("anchor"));
            assertEquals(pairs.get(i).get("negative"), first.get(i).get("negative_1"));
            assertTrue(first.get(i).has("negative_3"), first.get(i)::toString);
            assertEquals(pairs.get(i).get("negative"), second.get(i).get("negative_1"));
        }
        assertNotEquals(first, second);
        assertTrue(err.toString().contains("hard negatives from "), err::toString);
    }

    @Test
    void trainingThatMiningLeavesWithoutRowsSaysWhatToLoosen() throws IOException {
        pairs(8, true);
        assertEquals(1, train("{source: bm25, negatives: 20, range: [0, 20], short_rows: drop}"));
        assertTrue(err.toString().contains("for none of the 8 rows enough negatives were found"), err::toString);
        assertTrue(err.toString().contains("loosen the margins"), err::toString);
    }

    @Test
    void configOfMiningIsCheckedWithTheRest() throws IOException {
        pairs(8, true);
        assertEquals(2, train("{range: [0, 2], relative_margin: 2, corpus: nowhere, every: 5 steps}"));
        assertTrue(err.toString().contains("data.train.mining.range must be two ranks from 0"), err::toString);
        assertTrue(err.toString().contains("data.train.mining.relative_margin must be >= 0 and < 1"), err::toString);
        assertTrue(err.toString().contains("data.train.mining.every must be never or a whole number"), err::toString);
        err.getBuffer().setLength(0);
        assertEquals(2, train("{corpus: nowhere}"));
        assertTrue(err.toString().contains("data.train.mining.corpus: "), err::toString);
        err.getBuffer().setLength(0);
        assertEquals(2, train("{source: bm25, every: 1 epoch}"));
        assertTrue(err.toString().contains("data.train.mining.every must be never, unless"), err::toString);
    }
}

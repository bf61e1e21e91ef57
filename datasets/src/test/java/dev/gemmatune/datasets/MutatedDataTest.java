package dev.gemmatune.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.folders.Glob;
import dev.gemmatune.datasets.inspect.DataInspection;
import dev.gemmatune.datasets.mining.CorpusFile;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.Trials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows whose JSON is sound and whose values are not, and folders of them: a user's error, or all that is there. */
class MutatedDataTest {

    private static final List<String> ROWS = List.of(
            "{\"anchor\": \"Was kostet es?\", \"positive\": \"Nichts.\", \"negatives\": [\"Viel.\", \"Alles.\"]}",
            "{\"anchor\": \"a\", \"positive\": \"b\", \"negative_1\": \"c\", \"negative_2\": \"d\"}",
            "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 0.5}",
            "{\"query\": \"q\", \"pos\": [\"p\", \"r\"], \"neg\": null}",
            "{\"query\": \"q\", \"document\": \"d\", \"negatives\": [\"n\"], \"teacher_scores\": [1.5, 0.5]}");

    @TempDir
    private Path folder;

    @Test
    void rows() throws IOException {
        mutateRows(600, 31);
    }

    @Test
    @Tag("slow")
    void manyRows() throws IOException {
        mutateRows(40_000, 32);
    }

    @Test
    void folders() throws IOException {
        mutateFolders(400, 33);
    }

    @Test
    @Tag("slow")
    void manyFolders() throws IOException {
        mutateFolders(20_000, 34);
    }

    private void mutateRows(int rounds, long seed) throws IOException {
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        Path file = folder.resolve("a.jsonl");
        for (int round = 0; round < rounds; round++) {
            String row = ROWS.get(round % ROWS.size());
            String broken = new String(mutations.json(JsonParser.parseString(row)), StandardCharsets.UTF_8);
            Files.writeString(file, row + "\n" + broken + "\n");
            trials.attempt(round + " " + start(broken), "a.jsonl", () -> {
                TrainingData data = TrainingData.read(file, Columns.BY_NAME);
                assertTrue(data.size() >= 2, data.examples()::toString);
                data.examples().forEach(MutatedDataTest::check);
            });
            trials.attempt(round + " (inspected) " + start(broken), "a.jsonl", () -> {
                DataInspection inspection =
                        new DataInspection(new DataInspection.Settings(Optional.empty(), 100, 10, 2));
                RowSource.of(file).forEach(inspection::add);
                assertEquals(2, inspection.report().rows());
            });
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 4, trials.refused() + " of " + rounds);
    }

    private static void check(TrainingExample example) {
        if (example instanceof TrainingExample.Contrast contrast) {
            assertFalse(contrast.anchor().isBlank());
            assertFalse(contrast.positive().isBlank());
            assertTrue(contrast.negatives().stream().noneMatch(String::isBlank));
        }
    }

    private static String start(String text) {
        return text.substring(0, Math.min(300, text.length()));
    }

    private void mutateFolders(int rounds, long seed) throws IOException {
        Files.createDirectories(folder.resolve("set/qrels"));
        List<String> names = List.of("corpus.jsonl", "queries.jsonl", "qrels/test.tsv", "README.md");
        List<String> sound = List.of(
                "{\"_id\": \"d1\", \"title\": \"T\", \"text\": \"one\"}\n{\"_id\": \"d2\", \"title\": \"\", \"text\": \"two\"}\n",
                "{\"_id\": \"q1\", \"text\": \"eins\"}\n{\"_id\": \"q2\", \"text\": \"zwei\"}\n",
                "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\n",
                """
                ---
                configs:
                - config_name: corpus
                  data_files:
                  - split: corpus
                    path: corpus*
                - config_name: default
                  data_files: [{split: test, path: "qrels/*.tsv"}]
                ---
                Text.
                """);
        Path set = folder.resolve("set");
        for (int i = 0; i < names.size(); i++) {
            Files.writeString(set.resolve(names.get(i)), sound.get(i));
        }
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        for (int round = 0; round < rounds; round++) {
            int place = round % names.size();
            Path file = set.resolve(names.get(place));
            byte[] whole = sound.get(place).getBytes(StandardCharsets.UTF_8);
            byte[] broken =
                    place < 2 && round % 3 > 0 ? oneRowBroken(mutations, sound.get(place)) : mutations.bytes(whole);
            Files.write(file, broken);
            String what = round + " " + names.get(place) + " " + Trials.difference(whole, broken);
            trials.attempt(what, "set", () -> {
                RetrievalDataset data = BeirFolder.read(set, "test");
                assertFalse(data.queries().isEmpty());
            });
            trials.attempt("(corpus) " + what, "set", () -> CorpusFile.open(set).forEach(document -> {}));
            trials.attempt(
                    "(layout) " + what,
                    "set",
                    () -> DatasetFolder.open(set).split(Optional.empty(), Optional.of("test")));
            Files.write(file, whole);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 4, trials.refused() + " of " + rounds);
    }

    private static byte[] oneRowBroken(Mutations mutations, String rows) {
        String first = rows.substring(0, rows.indexOf('\n'));
        String broken = new String(mutations.json(JsonParser.parseString(first)), StandardCharsets.UTF_8);
        return (broken + rows.substring(rows.indexOf('\n'))).getBytes(StandardCharsets.UTF_8);
    }

    /** Patterns come from cards of data sets and from the command line. */
    @Test
    void patterns() {
        Mutations mutations = new Mutations(35);
        Trials trials = new Trials(Duration.ofSeconds(20));
        byte[] sound = "data/{a,b}/**/train-[0-9][!x]*?.parquet".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3000; round++) {
            String pattern = new String(mutations.bytes(sound), StandardCharsets.ISO_8859_1);
            trials.attempt(round + " " + pattern, "", () -> {
                boolean unused = Glob.matcher(pattern).test("data/a/x/train-00.parquet");
            });
        }
        trials.finish();
    }
}

package dev.gemmatune.eval.trec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorerTest {

    private static final String HEADER = "query-id\tcorpus-id\tscore\n";

    @TempDir
    private Path folder;

    @Test
    void aRunIsScoredByJudgementsOfBothFormats() {
        Path run = write("run.txt", "q1 Q0 a 1 0.9 x\nq1\tQ0\tb\t2\t1.5e-1\tx\n\nq2 Q0 a 1 7 x\n");
        Path trec = write("qrels.txt", "q1 0 b 1\nq1 0 a 0\nq2 0 a 2\n");
        Path beir = write("qrels.tsv", HEADER + "q1\tb\t1\nq1\ta\t0\nq2\ta\t2\n");
        JsonObject ofTrec = Scorer.score(trec, run, List.of(1, 10), true);
        assertEquals(ofTrec, Scorer.score(beir, run, List.of(1, 10), true));
        assertEquals(0.75, ofTrec.getAsJsonObject("metrics").get("mrr_at_10").getAsDouble());
        assertEquals(0.5, ofTrec.getAsJsonObject("metrics").get("accuracy").getAsDouble());
        JsonObject ofQuery = ofTrec.getAsJsonObject("per_query").getAsJsonObject("q1");
        assertEquals(0.5, ofQuery.get("map_at_10").getAsDouble());
        assertEquals(2, ofTrec.getAsJsonObject("queries").get("scored").getAsInt());
    }

    @Test
    void queriesThatAreInOneFileOnlyAreNamed() {
        Path run = write("run.txt", "q1 Q0 a 1 1 x\nq3 Q0 a 1 1 x\n");
        Path qrels = write("qrels.txt", "q1 0 a 1\nq2 0 a 1\n");
        JsonObject result = Scorer.score(qrels, run, List.of(1), false);
        JsonObject queries = result.getAsJsonObject("queries");
        assertEquals("[\"q2\"]", queries.get("without_results").toString());
        assertEquals("[\"q3\"]", queries.get("without_judgements").toString());
        assertFalse(result.has("per_query"));
        assertTrue(
                result.getAsJsonObject("metrics").get("nauc_map_at_1_std").isJsonNull(), "not defined for one query");
    }

    @Test
    void filesWithoutACommonQueryAreRefused() {
        Path run = write("run.txt", "q1 Q0 a 1 1 x\n");
        Path qrels = write("qrels.txt", "Q1 0 a 1\n");
        UserError error = assertThrows(UserError.class, () -> Scorer.score(qrels, run, List.of(1), false));
        assertTrue(error.getMessage().contains("no query in common"), error.getMessage());
        assertTrue(error.getMessage().contains("\"q1\", the other \"Q1\""), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "q1 Q0 b 2 0.5        | run.txt:2: expected 6 fields (query Q0 document rank score tag)",
                "q1 Q0 b 2 high x     | run.txt:2: the score must be a number, found \"high\"",
                "q1 Q0 b 2 NaN x      | run.txt:2: the score must be a number, found \"NaN\"",
                "q1 Q0 b 2 0x1p3 x    | run.txt:2: the score must be a number",
                "q1 Q0 a 2 0.5 x      | run.txt:2: document \"a\" was already found for query \"q1\" in line 1",
            })
    void aWrongLineOfARunIsNamed(String line, String expected) {
        Path run = write("run.txt", "q1 Q0 a 1 1 x\n" + line + "\n");
        UserError error = assertThrows(UserError.class, () -> RunFile.read(run));
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "q1 0 a 1;q1 0 b      | qrels:2: expected 4 fields (query 0 document grade)",
                "q1 0 a 1;q1 0 b 0.5  | qrels:2: the grade must be a whole number, found \"0.5\"",
                "q1 0 a 1;q1 0 a 2    | qrels:2: query \"q1\" and document \"a\" were already judged",
                "q1,a,1               | qrels:1: expected TREC's \"query 0 document grade\" or BEIR's header",
                "q1~a~1               | qrels has no rows under its header: [q1, a, 1]",
                "query~corpus~score   | qrels has no rows under its header: [query, corpus, score]",
                "``                   | qrels is empty; judgements are expected",
            })
    void wrongJudgementsAreNamed(String lines, String expected) {
        Path qrels = write("qrels", lines.replace(';', '\n').replace('~', '\t'));
        UserError error = assertThrows(UserError.class, () -> QrelsFile.read(qrels));
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @Test
    void missingAndEmptyFilesAreNamed() {
        UserError missing = assertThrows(UserError.class, () -> RunFile.read(folder.resolve("none")));
        assertTrue(missing.getMessage().contains("none does not exist"), missing.getMessage());
        Path blank = write("blank", "\n \n");
        UserError empty = assertThrows(UserError.class, () -> RunFile.read(blank));
        assertTrue(empty.getMessage().contains("blank is empty"), empty.getMessage());
    }

    @Test
    void aRunIsWrittenInTrecOrderAndReadAgain() throws IOException {
        Map<String, Ranking> run = new LinkedHashMap<>();
        run.put("q2", Ranking.of(new String[] {"a", "c", "b"}, new double[] {0.1f, 0.5, 0.1f}));
        run.put("q1", Ranking.of(new String[] {"a"}, new double[] {1e-7}));
        Path file = folder.resolve("run.txt");
        RunFile.write(file, run, "mini");
        assertEquals(
                List.of("q2 Q0 c 1 0.5 mini", "q2 Q0 b 2 0.1 mini", "q2 Q0 a 3 0.1 mini", "q1 Q0 a 1 1.0E-7 mini"),
                Files.readAllLines(file));
        Map<String, Ranking> read = RunFile.read(file);
        assertEquals(List.of("q2", "q1"), List.copyOf(read.keySet()));
        assertEquals(1e-7, read.get("q1").score(0));
    }

    @Test
    void anIdWithASpaceCannotBeWritten() {
        Map<String, Ranking> run = Map.of("q1", Ranking.of(new String[] {"a b"}, new double[] {1}));
        Path file = folder.resolve("run.txt");
        UserError error = assertThrows(UserError.class, () -> RunFile.write(file, run, "mini"));
        assertTrue(error.getMessage().contains("document id \"a b\""), error.getMessage());
        assertFalse(Files.exists(file));
        assertThrows(UserError.class, () -> RunFile.write(file, Map.of(), "my run"));
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

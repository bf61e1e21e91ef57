package dev.gemmatune.datasets.training;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.training.TrainingExample.Contrast;
import dev.gemmatune.datasets.training.TrainingExample.ScoredPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDataTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"anchor\":\"q\",\"positive\":\"p\"}",
                "{\"query\":\"q\",\"passage\":\"p\"}",
                "{\"answer\":\"p\",\"question\":\"q\"}",
            })
    void columnsShowTheirRolesByTheirNames(String line) {
        TrainingData data = read(line);
        assertEquals(List.of("anchor", "positive"), data.columns());
        assertEquals(List.of(new Contrast("q", "p", List.of())), data.contrasts());
        assertFalse(data.scored());
    }

    @Test
    void listsOfOtherTrainersAreReadByTheMappingThatTheMessageShows() {
        Path bge = write(
                folder.resolve("bge.jsonl"),
                "{\"query\":\"q\",\"pos\":[\"p1\",\"p2\"],\"neg\":[\"n1\"],\"prompt\":\"x\"}",
                "{\"query\":\"r\",\"pos\":[\"p3\"],\"neg\":null,\"prompt\":\"x\"}");
        assertUserError(
                () -> TrainingData.read(bge, Columns.BY_NAME),
                "columns: {pos: positives, neg: negatives} and ignore: [prompt]");
        Columns mapped = new Columns(Map.of("pos", "positives", "neg", "negatives"), Set.of("prompt"));
        assertEquals(
                List.of(
                        new TrainingExample.Contrast("q", "p1", List.of("n1")),
                        new TrainingExample.Contrast("q", "p2", List.of("n1")),
                        new TrainingExample.Contrast("r", "p3", List.of())),
                TrainingData.read(bge, mapped).examples());
        Path tevatron = write(
                folder.resolve("tevatron.jsonl"),
                "{\"query\":\"q\",\"positive_passages\":[{\"docid\":\"1\",\"title\":\"t\",\"text\":\"p\"}],"
                        + "\"negative_passages\":[{\"docid\":\"2\",\"text\":\"n\"}]}");
        assertEquals(
                List.of(new TrainingExample.Contrast("q", "t p", List.of("n"))),
                TrainingData.read(
                                tevatron,
                                new Columns(
                                        Map.of("positive_passages", "positives", "negative_passages", "negatives"),
                                        Set.of()))
                        .examples());
        Path list =
                write(folder.resolve("l.jsonl"), "{\"anchor\":\"a\",\"positive\":\"p\",\"negative\":[\"n\",\"m\"]}");
        assertUserError(() -> TrainingData.read(list, Columns.BY_NAME), "columns: {negative: negatives}");
        assertEquals(
                List.of("n", "m"),
                TrainingData.read(list, new Columns(Map.of("negative", "negatives"), Set.of()))
                        .contrasts()
                        .get(0)
                        .negatives());
        Path none = write(folder.resolve("n.jsonl"), "{\"anchor\":\"a\",\"positives\":[]}");
        assertUserError(() -> TrainingData.read(none, Columns.BY_NAME), "\"positives\" has no text");
        Path cell = write(folder.resolve("c.csv"), "anchor,positive,negatives", "a,p,", "b,q,\"[\"\"n\"\"]\"");
        assertEquals(
                List.of(0, 1),
                TrainingData.read(cell, Columns.BY_NAME).contrasts().stream()
                        .map(row -> row.negatives().size())
                        .toList());
    }

    @Test
    void numberedNegativesAreOrderedByTheirNumber() {
        TrainingData data = read(
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negative_10\":\"c\",\"negative_2\":\"b\",\"negative\":\"a\"}");
        assertEquals(List.of("anchor", "positive", "negative_1", "negative_2", "negative_3"), data.columns());
        assertEquals(List.of("q", "p", "a", "b", "c"), data.examples().get(0).texts());
    }

    @Test
    void negativesCanBeAnArray() {
        TrainingData data = read("{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":[\"a\",\"b\"]}");
        assertEquals(List.of("anchor", "positive", "negative_1", "negative_2"), data.columns());
        assertEquals(List.of("q", "p", "a", "b"), data.examples().get(0).texts());
    }

    @Test
    void scoredPairsKeepScoresThatACosineCanHave() {
        TrainingData data = read("{\"sentence1\":\"a\",\"sentence2\":\"b\",\"score\":-0.5}");
        assertTrue(data.scored());
        assertEquals(List.of("sentence1", "sentence2"), data.columns());
        assertEquals(List.of(new ScoredPair("a", "b", -0.5)), data.scoredPairs());
    }

    @Test
    void scoresOfAnotherRangeAreScaledToZeroToOne() {
        Path file = file("{\"sentence1\":\"a\",\"sentence2\":\"b\",\"label\":2}");
        TrainingData data = TrainingData.read(RowSource.of(file), Columns.BY_NAME, Optional.of(new ScoreRange(1, 5)));
        assertEquals(0.25, data.scoredPairs().get(0).score());
    }

    @Test
    void columnsCanBeMappedAndIgnored() {
        Path file = file("{\"id\":7,\"frage\":\"q\",\"text\":\"p\",\"query\":\"not read\"}");
        Columns columns = new Columns(Map.of("frage", "anchor", "text", "positive"), Set.of("id", "query"));
        assertEquals(
                List.of(new Contrast("q", "p", List.of())),
                TrainingData.read(file, columns).contrasts());
    }

    @Test
    void equalTextsAreHeldOnce() {
        TrainingData data =
                read("{\"anchor\":\"q\",\"positive\":\"same\"}", "{\"anchor\":\"r\",\"positive\":\"same\"}");
        assertSame(data.contrasts().get(0).positive(), data.contrasts().get(1).positive());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"anchor\":\"q\",\"positive\":\"p\",\"id\":1} | unknown columns [id]; found [anchor, positive, id]",
                "{\"\":0,\"anchor\":\"q\",\"positive\":\"p\"} | data.train.ignore: [\"\"] (on the command line",
                "{\"anchor\":\"q\",\"id\":1}                    | map them with data.train.columns",
                "{\"anchor\":\"q\",\"id\":1}                    | leave them out with data.train.ignore",
                "{\"anchor\":\"q\"}                             | no training row: found [anchor], expected {anchor, positive}",
                "{\"anchor\":\"q\",\"query\":\"r\",\"positive\":\"p\"} | \"anchor\" and \"query\" would both be the anchor",
                "{\"sentence1\":\"q\",\"sentence2\":\"r\"}      | no training row: found [sentence1, sentence2]",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"score\":1} | no training row",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negative\":\"n\",\"negatives\":[]} | no training row",
                "{\"negative_0\":\"q\"}                         | unknown columns [negative_0]",
            })
    void columnsThatMakeNoRowAreNamed(String line, String expected) {
        assertUserError(() -> read(line), "data.jsonl: ", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"anchor\":\"\",\"positive\":\"p\",\"negatives\":[\"n\"]}      | \"anchor\" is empty",
                "{\"anchor\":\"q\",\"positive\":5,\"negatives\":[\"n\"]}         | \"positive\" must be a string, found a number (5)",
                "{\"anchor\":\"q\",\"negatives\":[\"n\"]}                        | these columns make no training row",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":[\"n\"],\"x\":1} | unknown columns [x]",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":\"n\"}       | must be an array, found a string",
                "{\"question\":\"q\",\"positive\":\"p\"}                         | the columns are [positive, question]",
                "{\"sentence1\":\"q\",\"sentence2\":\"p\",\"score\":1}           | but those of the first row [anchor, positive]",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":[\" \"]}     | strings that are not empty",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":[null]}      | but holds null",
                "{\"anchor\":\"q\",                                              | the JSON is broken",
            })
    void aWrongRowIsNamed(String line, String expected) {
        String good = "{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":[\"n\"]}";
        assertUserError(() -> read(good, line, good), "data.jsonl:2: ", expected);
    }

    @Test
    void rowsMayHaveDifferentNumbersOfNegatives() {
        TrainingData data = read(
                "{\"anchor\":\"q\",\"positive\":\"p\"}",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negative\":\"n\"}",
                "{\"anchor\":\"q\",\"positive\":\"p\",\"negatives\":[\"n\",\"m\"]}");
        assertEquals(List.of("anchor", "positive", "negative_1", "negative_2"), data.columns());
        assertEquals(
                List.of(0, 1, 2),
                data.contrasts().stream().map(row -> row.negatives().size()).toList());
    }

    @Test
    void aScoreOutsideACosineSaysHowToScaleIt() {
        String row = "{\"sentence1\":\"a\",\"sentence2\":\"b\",\"score\":4.5}";
        assertUserError(
                () -> read(row),
                "data.jsonl:1: \"score\" is 4.5",
                "between -1 and 1",
                "data.train.score_range",
                "[0, 5]");
        Path file = file(row);
        assertUserError(
                () -> TrainingData.read(RowSource.of(file), Columns.BY_NAME, Optional.of(new ScoreRange(0, 4))),
                "data.jsonl:1",
                "4.5, outside data.train.score_range [0.0, 4.0]");
        assertUserError(
                () -> read("{\"sentence1\":\"a\",\"sentence2\":\"b\",\"score\":\"high\"}"),
                "\"score\" must be a number");
    }

    @Test
    void allWrongRowsAreReportedTogether() {
        String good = "{\"anchor\":\"q\",\"positive\":\"p\"}";
        assertUserError(
                () -> read(good, "{\"anchor\":\"q\"}", good, "{\"anchor\":\" \",\"positive\":\"p\"}", "oops"),
                "3 problems",
                "data.jsonl:2",
                "data.jsonl:4",
                "data.jsonl:5");
    }

    @Test
    void aMappedColumnMustBeThere() {
        Path file = file("{\"anchor\":\"q\",\"positive\":\"p\"}");
        Columns columns = new Columns(Map.of("frage", "anchor"), Set.of());
        assertUserError(() -> TrainingData.read(file, columns), "\"frage\"", "not there; found [anchor, positive]");
    }

    @Test
    void aRoleMustBeOne() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Columns(Map.of("a", "ankor"), Set.of()));
        assertTrue(error.getMessage().contains("got \"ankor\""), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Columns(Map.of("a", "anchor"), Set.of("a")));
    }

    @Test
    void theOtherShapeIsRefusedWithItsColumns() {
        TrainingData pairs = read("{\"anchor\":\"q\",\"positive\":\"p\"}");
        assertUserError(pairs::scoredPairs, "expected rows of {sentence1, sentence2, score}", "[anchor, positive]");
        TrainingData scored = read("{\"sentence1\":\"a\",\"sentence2\":\"b\",\"score\":1}");
        assertUserError(scored::contrasts, "expected rows of {anchor, positive}", "with a score");
    }

    @Test
    void aRangeNeedsTwoDifferentNumbers() {
        assertThrows(IllegalArgumentException.class, () -> new ScoreRange(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ScoreRange(0, Double.NaN));
    }

    @Test
    void missingAndEmptyFilesAreNamed() {
        Path missing = folder.resolve("none.jsonl");
        assertUserError(() -> TrainingData.read(missing, Columns.BY_NAME), "none.jsonl does not exist");
        assertUserError(() -> read(), "data.jsonl has no rows");
    }

    private TrainingData read(String... lines) {
        return TrainingData.read(file(lines), Columns.BY_NAME);
    }

    private Path file(String... lines) {
        return write(folder.resolve("data.jsonl"), lines);
    }
}

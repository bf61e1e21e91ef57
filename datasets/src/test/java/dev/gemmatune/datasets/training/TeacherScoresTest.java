package dev.gemmatune.datasets.training;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A teacher's scores of positives and negatives. */
class TeacherScoresTest {

    private static final String TEXTS = "\"anchor\":\"q\",\"positive\":\"p\",";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"negative\":\"a\",\"negative_2\":\"b\",\"positive_score\":9.5,\"negative_score\":-1,"
                        + "\"negative_2_score\":3",
                "\"negative_1\":\"a\",\"negative_2\":\"b\",\"positive_score\":9.5,\"negative_scores\":[-1,3]",
                "\"negatives\":[\"a\",\"b\"],\"positive_score\":9.5,\"negative_scores\":[-1,3]",
                "\"negatives\":[\"a\",\"b\"],\"scores\":[9.5,-1,3]",
                "\"negative\":\"a\",\"negative_1\":\"b\",\"scores\":[9.5,-1,3]",
            })
    void scoresStandInTheOrderOfTheTexts(String columns) {
        TrainingExample.Contrast row =
                read("{" + TEXTS + columns + "}").contrasts().get(0);
        assertEquals(List.of("a", "b"), row.negatives());
        assertEquals(List.of(9.5, -1.0, 3.0), row.teacherScores());
    }

    @Test
    void rowsMayHaveDifferentNumbersOfScores() {
        TrainingData data = read(
                "{" + TEXTS + "\"negative_1\":\"a\",\"positive_score\":1,\"negative_1_score\":0}",
                "{" + TEXTS
                        + "\"negative_1\":\"a\",\"negative_2\":\"b\",\"positive_score\":1,\"negative_1_score\":0,"
                        + "\"negative_2_score\":2}",
                "{" + TEXTS + "\"positive_score\":4}");
        assertEquals(
                List.of(List.of(1.0, 0.0), List.of(1.0, 0.0, 2.0), List.of(4.0)),
                data.contrasts().stream()
                        .map(TrainingExample.Contrast::teacherScores)
                        .toList());
    }

    @Test
    void scoresCanBeMapped() {
        Path file = write(folder.resolve("data.jsonl"), "{" + TEXTS + "\"negative\":\"a\",\"s\":1,\"t\":0}");
        Columns columns = new Columns(Map.of("s", "positive_score", "t", "negative_score"), Set.of());
        assertEquals(
                List.of(1.0, 0.0),
                TrainingData.read(file, columns).contrasts().get(0).teacherScores());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"negative\":\"a\",\"positive_score\":1        | found the scores [positive_score], expected"
                        + " [negative_score, positive_score]",
                "\"negative\":\"a\",\"negative_score\":1        | expected [negative_score, positive_score]",
                "\"negatives\":[\"a\"],\"positive_score\":1     | negative_scores",
                "\"negative\":\"a\",\"scores\":[1,2],\"positive_score\":1 | one list scores",
                "\"negative_score\":1,\"positive_score\":1      | expected [positive_score]",
            })
    void columnsOfScoresThatDoNotFitAreNamed(String columns, String expected) {
        assertUserError(() -> read("{" + TEXTS + columns + "}"), "data.jsonl: ", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"scores\":[1]          | \"scores\" must be an array of 2 numbers, for the positive and each"
                        + " negative, found 1",
                "\"scores\":1            | must be an array, found a number",
                "\"scores\":[1,\"b\"]    | \"scores\" must be an array of finite numbers, but holds a string",
                "\"scores\":[1,1e999]    | finite numbers",
                "\"positive_score\":1,\"negative_scores\":[] | \"negative_scores\" must be an array of 1 numbers",
            })
    void aWrongScoreIsNamedWithItsLine(String columns, String expected) {
        String good = "{" + TEXTS + "\"negatives\":[\"n\"],\"scores\":[1,2]}";
        boolean other = columns.contains("positive_score");
        String first =
                other ? "{" + TEXTS + "\"negatives\":[\"n\"],\"positive_score\":1,\"negative_scores\":[2]}" : good;
        assertUserError(
                () -> read(first, "{" + TEXTS + "\"negatives\":[\"n\"]," + columns + "}"), "data.jsonl:2: ", expected);
    }

    @Test
    void aRowWithoutTheScoresOfTheOthersIsNamed() {
        assertUserError(
                () -> read(
                        "{" + TEXTS + "\"negatives\":[\"n\"],\"scores\":[1,2]}",
                        "{" + TEXTS + "\"negatives\":[\"n\"]}"),
                "data.jsonl:2: ",
                "but those of the first row [anchor, positive, scores]");
    }

    private TrainingData read(String... lines) {
        return TrainingData.read(write(folder.resolve("data.jsonl"), lines), Columns.BY_NAME);
    }
}

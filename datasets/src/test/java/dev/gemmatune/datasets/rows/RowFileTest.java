package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static dev.gemmatune.datasets.TextFiles.writeExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFileTest {

    @TempDir
    private Path folder;

    @Test
    void rowsComeInOrderWithTheirLines() {
        Path file = write(folder.resolve("a.jsonl"), "{\"t\":\"one\"}", "", "  ", "{\"t\":\"two\"}");
        List<String> rows = new ArrayList<>();
        RowFile.read(file, row -> rows.add(row.number() + " " + row.text("t")));
        assertEquals(List.of("1 one", "4 two"), rows);
    }

    @Test
    void byteOrderMarkCarriageReturnsAndAMissingLastLineEndAreTolerated() {
        Path file = writeExactly(folder.resolve("a.jsonl"), "\uFEFF{\"t\":\"one\"}\r\n\r\n{\"t\":\"two\"}");
        List<String> rows = new ArrayList<>();
        RowFile.read(file, row -> rows.add(row.text("t")));
        assertEquals(List.of("one", "two"), rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"t\":\"a\"            | a.jsonl:2: the JSON is broken",
                "{\"t\": a}              | a.jsonl:2: the JSON is broken at column",
                "{'t':'a'}               | a.jsonl:2: the JSON is broken",
                "{\"t\":\"a\"} x         | a.jsonl:2",
                "[1]                     | a.jsonl:2: expected a JSON object, found an array",
                "{}                      | a.jsonl:2: the key \"t\" is missing; found []",
                "{\"t\":null}            | \"t\" must be a string, found null",
                "{\"t\":5}               | \"t\" must be a string, found a number (5)",
                "{\"t\":[\"a\"]}         | \"t\" must be a string, found an array",
                "{\"t\":\"  \"}          | \"t\" is empty; fill it or remove the row",
                "{\"t\":\"a\\ud83d\"}    | \"t\" holds half of a character (\\ud83d) at position 2",
                "{\"t\":\"\\ude00b\"}    | half of a character (\\ude00) at position 1",
            })
    void aWrongLineIsNamed(String line, String expected) {
        Path file = write(folder.resolve("a.jsonl"), "{\"t\":\"good\"}", line, "{\"t\":\"good\"}");
        assertUserError(() -> RowFile.read(file, row -> row.text("t")), "a.jsonl:2", expected);
    }

    @Test
    void aLineThatIsNotUtf8IsNamed() throws IOException {
        Path file = folder.resolve("latin.jsonl");
        Files.write(file, new byte[] {'{', '}', '\n', '"', (byte) 0xE9, '"', '\n'});
        assertUserError(
                () -> RowFile.read(file, row -> {}),
                "latin.jsonl:2: the line is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void missingEmptyAndUnreadableFilesAreNamed() {
        Path missing = folder.resolve("none.jsonl");
        assertUserError(() -> RowFile.read(missing, row -> {}), "none.jsonl does not exist");
        Path empty = write(folder.resolve("empty.jsonl"));
        assertUserError(() -> RowFile.read(empty, row -> {}), "empty.jsonl has no rows");
        Path blank = write(folder.resolve("blank.jsonl"), "", " ");
        assertUserError(() -> RowFile.read(blank, row -> {}), "blank.jsonl has no rows");
        Path inside = folder.resolve("folder.jsonl");
        assertTrue(inside.toFile().mkdir());
        assertUserError(() -> RowFile.read(inside, row -> {}), "is a folder; a file is expected");
    }

    @Test
    void allProblemsAreCollectedAndReadingGoesOnBehindThem() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.write(
                file, "{\"t\":1}\n{\"t\":\"a\"}\n\u00E9\n{\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Problems problems = new Problems("the file");
        List<String> good = new ArrayList<>();
        RowFile.read(file, problems, row -> good.add(row.text("t")));
        assertEquals(List.of("a"), good);
        assertUserError(
                problems::throwIfAny,
                "3 problems in the file:",
                "a.jsonl:1: \"t\" must be a string",
                "a.jsonl:3: the line is not UTF-8",
                "a.jsonl:4: the JSON is broken");
    }

    @Test
    void readingStopsAfterTwentyProblems() {
        Path file =
                write(folder.resolve("a.jsonl"), Collections.nCopies(50, "{}").toArray(new String[0]));
        List<Integer> lines = new ArrayList<>();
        Problems problems = new Problems("the file");
        String message = assertUserError(
                () -> RowFile.read(file, problems, row -> {
                    lines.add(row.number());
                    row.text("t");
                }),
                "20 problems in the file (reading stopped there):");
        assertEquals(20, lines.size());
        assertEquals(21, message.lines().count());
    }

    @Test
    void aProblemThatEndsTheReadingIsReportedWithTheOthers() {
        Path file = write(folder.resolve("a.jsonl"), "{", "{}", "{}");
        Problems problems = new Problems("the file");
        String message = assertUserError(
                () -> RowFile.read(file, problems, row -> {
                    throw problems.last("no use");
                }),
                "2 problems",
                "a.jsonl:1: the JSON is broken",
                "no use");
        assertEquals(3, message.lines().count());
    }

    @Test
    void onlyErrorsOfTheUserAreCollected() {
        Path file = write(folder.resolve("a.jsonl"), "{}");
        Problems problems = new Problems("the file");
        IllegalStateException bug = new IllegalStateException("a bug");
        RuntimeException thrown = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalStateException.class,
                () -> RowFile.read(file, problems, row -> {
                    throw bug;
                }));
        assertTrue(thrown == bug && !(thrown.getCause() instanceof UserError));
    }
}

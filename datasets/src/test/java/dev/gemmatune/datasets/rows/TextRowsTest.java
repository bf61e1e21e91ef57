package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static dev.gemmatune.datasets.TextFiles.writeExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRowsTest {

    @TempDir
    private Path folder;

    @Test
    void everyLineOfATextFileIsAText() {
        Path file = writeExactly(folder.resolve("a.txt"), "\uFEFFone\r\n\n two \nthree");
        assertEquals(List.of("one", "", " two ", "three"), texts(file));
    }

    @Test
    void jsonLinesHoldObjectsOrStrings() {
        Path file = write(
                folder.resolve("a.JSONL"),
                "{\"id\":1,\"text\":\"one\"}",
                "",
                "\"two\\n\\ud83d\\ude00\"",
                "{\"text\":\"\"}");
        assertEquals(List.of("one", "two\n\uD83D\uDE00", ""), texts(file));
    }

    @Test
    void aStreamIsReadInTheGivenFormat() {
        assertEquals(List.of("{\"text\":\"a\"}"), texts("{\"text\":\"a\"}\n", RowFormat.TEXT));
        assertEquals(List.of("a"), texts("{\"text\":\"a\"}\n", RowFormat.JSON_LINES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"body\":\"a\"}  | stdin:1: the key \"text\" is missing; found [body]",
                "{\"text\":7}      | stdin:1: \"text\" must be a string, found a number (7)",
                "\"open            | stdin:1: the JSON is broken",
                "\"a\" \"b\"       | stdin:1: the JSON is broken at column",
                "\"\\ud83d\"       | stdin:1: \"text\" holds half of a character",
                "17                | stdin:1: expected a JSON object, found a number (17)",
                "``                | stdin has no rows",
            })
    void aWrongLineIsNamed(String line, String expected) {
        assertUserError(() -> texts(line + "\n", RowFormat.JSON_LINES), expected);
    }

    @Test
    void theFormatMustShowInTheName() {
        Path file = write(folder.resolve("a.data"), "one");
        assertUserError(() -> texts(file), "a.data", ".txt", ".jsonl", ".parquet");
        assertUserError(() -> texts(folder.resolve("none.txt")), "none.txt does not exist");
        assertUserError(() -> texts(write(folder.resolve("empty.txt"))), "empty.txt has no rows");
    }

    private static List<String> texts(Path file) {
        List<String> texts = new ArrayList<>();
        RowFile.read(file, row -> texts.add(row.textOrBlank(RowFile.TEXT)));
        return texts;
    }

    private static List<String> texts(String content, RowFormat format) {
        List<String> texts = new ArrayList<>();
        RowFile.read(stream(content), "stdin", format, row -> texts.add(row.textOrBlank(RowFile.TEXT)));
        return texts;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

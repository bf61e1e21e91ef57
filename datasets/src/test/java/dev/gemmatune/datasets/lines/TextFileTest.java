package dev.gemmatune.datasets.lines;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static dev.gemmatune.datasets.TextFiles.writeExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFileTest {

    @TempDir
    private Path folder;

    @Test
    void everyLineOfATextFileIsAText() {
        Path file = writeExactly(folder.resolve("a.txt"), "\uFEFFone\r\n\n two \nthree");
        assertEquals(List.of("one", "", " two ", "three"), TextFile.read(file));
    }

    @Test
    void jsonLinesHoldObjectsOrStrings() {
        Path file = write(
                folder.resolve("a.JSONL"),
                "{\"id\":1,\"text\":\"one\"}",
                "",
                "\"two\\n\\ud83d\\ude00\"",
                "{\"text\":\"\"}");
        assertEquals(List.of("one", "two\n\uD83D\uDE00", ""), TextFile.read(file));
    }

    @Test
    void aStreamIsReadInTheGivenFormat() {
        assertEquals(
                List.of("{\"text\":\"a\"}"),
                TextFile.read(stream("{\"text\":\"a\"}\n"), "stdin", TextFile.Format.LINES));
        assertEquals(List.of("a"), TextFile.read(stream("{\"text\":\"a\"}\n"), "stdin", TextFile.Format.JSON_LINES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"body\":\"a\"}  | stdin:1: the key \"text\" is missing; found [body]",
                "{\"text\":7}      | stdin:1: \"text\" must be a string, found a number (7)",
                "\"open            | stdin:1: expected one JSON string, but it is broken",
                "\"a\" \"b\"       | stdin:1: expected one JSON string, but",
                "\"\\ud83d\"       | stdin:1: \"text\" holds half of a character",
                "17                | stdin:1: expected a JSON object, found a number (17)",
                "``                | stdin has no texts",
            })
    void aWrongLineIsNamed(String line, String expected) {
        assertUserError(() -> TextFile.read(stream(line + "\n"), "stdin", TextFile.Format.JSON_LINES), expected);
    }

    @Test
    void allWrongLinesAreNamed() {
        assertUserError(
                () -> TextFile.read(stream("{}\n\"a\"\n[]\n"), "stdin", TextFile.Format.JSON_LINES),
                "2 problems in stdin",
                "stdin:1",
                "stdin:3");
    }

    @Test
    void theFormatMustShowInTheName() {
        Path file = write(folder.resolve("a.csv"), "one");
        assertUserError(() -> TextFile.read(file), "a.csv", ".txt", ".jsonl");
        assertUserError(() -> TextFile.read(folder.resolve("none.txt")), "none.txt does not exist");
        assertUserError(() -> TextFile.read(write(folder.resolve("empty.txt"))), "empty.txt has no texts");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

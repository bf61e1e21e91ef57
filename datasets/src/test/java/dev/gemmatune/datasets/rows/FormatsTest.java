package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format with every kind of damage. */
class FormatsTest {

    /** Two rows of the columns a and b, of which one value holds what has to be quoted. */
    private static final String JSON_LINES =
            "{\"a\": \"é\", \"b\": \"1\"}\n{\"a\": \"x, \\\"y\\\"\\tz\", \"b\": \"2\"}\n";

    private static final String SHUFFLED =
            "{\"b\": \"1\", \"a\": \"é\"}\n{\"b\": \"2\", \"a\": \"x, \\\"y\\\"\\tz\"}\n";

    @TempDir
    private Path folder;

    private static String content(String ending, boolean shuffled) {
        String lines = shuffled ? SHUFFLED : JSON_LINES;
        return switch (ending) {
            case "json" -> "[" + lines.strip().replace("\n", ",\n") + "]\n";
            case "csv" -> shuffled ? "b,a\n1,é\n2,\"x, \"\"y\"\"\tz\"\n" : "a,b\né,1\n\"x, \"\"y\"\"\tz\",2\n";
            case "tsv" -> shuffled ? "b\ta\n1\té\n2\t\"x, \"\"y\"\"\tz\"\n" : "a\tb\né\t1\n\"x, \"\"y\"\"\tz\"\t2\n";
            default -> lines;
        };
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static List<String> rows(Path file) {
        List<String> rows = new ArrayList<>();
        RowFile.read(file, row -> rows.add(row.text("a") + "|" + row.text("b")));
        return rows;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new io.airlift.compress.zstd.ZstdOutputStream(packed)) {
            stream.write(bytes);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "ndjson", "json", "csv", "tsv"})
    void marksLineEndsOrderAndCompressionChangeNothing(String ending) throws IOException {
        List<String> expected = List.of("é|1", "x, \"y\"\tz|2");
        String plain = content(ending, false);
        assertEquals(expected, rows(write("plain." + ending, utf8(plain))));
        assertEquals(expected, rows(write("marked." + ending, utf8("\uFEFF" + plain))));
        assertEquals(expected, rows(write("crlf." + ending, utf8(plain.replace("\n", "\r\n")))));
        assertEquals(expected, rows(write("noend." + ending, utf8(plain.stripTrailing()))));
        assertEquals(expected, rows(write("shuffled." + ending, utf8(content(ending, true)))));
        assertEquals(expected, rows(write("upper." + ending.toUpperCase(java.util.Locale.ROOT), utf8(plain))));
        assertEquals(expected, rows(write("packed." + ending + ".gz", gzip(utf8(plain)))));
        assertEquals(expected, rows(write("packed." + ending + ".zst", zstd(utf8(plain)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv", "tsv", "txt"})
    void emptyFilesAreNamed(String ending) throws IOException {
        for (String content : ending.equals("txt") ? List.of("") : List.of("", "\uFEFF", "\n\n")) {
            Path empty = write("empty." + ending, utf8(content));
            assertUserError(() -> rows(empty), "empty." + ending + " has no rows");
            Problems problems = new Problems("it");
            RowFile.read(empty, problems, row -> {});
            assertUserError(problems::throwIfAny, "has no rows");
        }
        assertUserError(() -> rows(folder.resolve("none." + ending)), "none." + ending + " does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json"})
    void otherEncodingsAreNamedWithTheirLine(String ending) throws IOException {
        String text = content(ending, false).replace("x", "ü");
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"))) {
            Path file = write("latin." + ending, text.replace("é", "e").getBytes(charset));
            assertUserError(() -> rows(file), "latin." + ending + ":2: the line is not UTF-8");
            assertOneProblem(file, "latin." + ending + ":2: the line is not UTF-8 text; save the file as UTF-8");
        }
        Path wide = write("wide." + ending, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        assertUserError(() -> rows(wide), "wide." + ending + " is UTF-16 text; save it as UTF-8");
    }

    /** The whole message is one that names the file, with nothing before or behind it. */
    private void assertOneProblem(Path file, String expected) {
        Problems problems = new Problems("it");
        String message = assertThrows(UserError.class, () -> {
                    RowFile.read(file, problems, row -> {});
                    problems.throwIfAny();
                })
                .getMessage();
        assertEquals(folder + File.separator + expected, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jsonl | {\"a\":\"1\"~            | :1: the JSON is broken",
                "json  | [{\"a\": \"1\",~\"b\":}] | row 1: the JSON is broken at line 2, column",
                "json  | [{\"a\":\"1\",\"b\":\"2\"},~ | row 2: the JSON is broken",
                "json  | 17                       | expected an array of objects",
                "json  | [1]                      | row 1: expected a JSON object, found a number (1)",
                "json  | [{\"a\":\"1\",\"b\":\"2\"}] x | row 2: the JSON is broken at line 1",
                "csv   | a,b~1,2~3                | :3: found 1 value, but the header names 2 columns: [a, b]",
                "csv   | a,b~1;2                  | :2: found 1 value, but the header names 2 columns: [a, b] (is it separated by sem",
                "csv   | a,b~1;2~3;4~5;6          | : the header names 2 columns, [a, b], but none of the first rows has as many: line 2 has 1 value (is it separated by semicolons?)",
                "csv   | a,a~1,2                  | :1: the header names the column \"a\" twice",
                "csv   | a,b~1,2~\"3,4            | behind line 2 does not end",
                "csv   | a,b~\"3\"x,4             | behind line 1",
                "csv   | a,b                      | has no rows",
                "tsv   | a~1~2                    | the key \"b\" is missing; found [a]",
                "csv   | a,bb~1,2                 | :2: the key \"b\" is missing; found [a, bb]; is it \"bb\"?",
            })
    void brokenFilesAreNamedWithTheirPlace(String ending, String content, String expected) throws IOException {
        Path file = write("broken." + ending, utf8(content.replace('~', '\n')));
        assertUserError(() -> rows(file), "broken." + ending, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv"})
    void aColumnOfItsOwnMayHoldOtherSeparators(String ending) throws IOException {
        char other = ending.equals("csv") ? ';' : ',';
        Path file = write("one." + ending, utf8("a" + other + " b\nx y z\np" + other + " q\n"));
        List<String> values = new ArrayList<>();
        RowFile.read(file, row -> values.add(row.text("a" + other + " b")));
        assertEquals(List.of("x y z", "p" + other + " q"), values);
    }

    @Test
    void aJsonObjectOverSeveralLinesIsOneProblem() throws IOException {
        for (String start : List.of("", "\uFEFF", "\n ")) {
            Path file = write("o.json", utf8(start + "{\r\n \"data\": [\n  {\"a\": \"1\"}\n ]\n}\n"));
            assertOneProblem(
                    file,
                    "o.json: expected an array of objects, [{…}, {…}], or an object on each line; found an object over"
                            + " several lines: write its rows as an array");
        }
    }

    @Test
    void rowsBehindABrokenOneAreRead() throws IOException {
        Path file = write("a.csv", utf8("a,b\n1\n2,3\n4,5,6\n7,8\n"));
        Problems problems = new Problems("it");
        List<String> good = new ArrayList<>();
        RowFile.read(file, problems, row -> good.add(row.text("a")));
        assertEquals(List.of("2", "7"), good);
        assertUserError(problems::throwIfAny, "2 problems in it", "a.csv:2: found 1", "a.csv:4: found 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv", "tsv", "txt"})
    void damagedCompressionIsNamed(String ending) throws IOException {
        byte[] plain = utf8("{\"a\": \"1\", \"b\": \"2\"}\n".repeat(2000));
        String cutOff = ": it is cut off, its compressed data ends too early; copy or download it again";
        assertOneProblem(
                write("E." + ending + ".gz", new byte[0]), "E." + ending + ".gz is damaged after byte 0" + cutOff);
        assertOneProblem(
                write("E." + ending + ".zst", new byte[0]), "E." + ending + ".zst is damaged after byte 0" + cutOff);
        assertUserError(
                () -> rows(write("no." + ending + ".gz", plain)),
                "no." + ending + ".gz is damaged after byte 0: it does not begin as a gzip file");
        assertUserError(
                () -> rows(write("No." + ending + ".zst", plain)),
                "No." + ending + ".zst is damaged after byte 0: it does not begin as a zstd file");
        byte[] text = utf8(content(ending, false));
        byte[] packed = gzip(text);
        assertUserError(
                () -> RowFile.read(
                        write("Cut." + ending + ".gz", Arrays.copyOf(packed, packed.length - 12)), row -> {}),
                "Cut." + ending + ".gz is damaged after byte " + (packed.length - 12) + cutOff);
        byte[] frame = zstd(text);
        assertUserError(
                () -> RowFile.read(write("Cut." + ending + ".zst", Arrays.copyOf(frame, frame.length - 5)), row -> {}),
                "Cut." + ending + ".zst is damaged after byte " + (frame.length - 5) + cutOff);
        packed[packed.length - 6] ^= 1;
        Path damaged = write("Sum." + ending + ".gz", packed);
        assertUserError(
                () -> RowFile.read(damaged, row -> {}),
                "Sum." + ending + ".gz is damaged after byte " + (packed.length - 8),
                "another checksum");
    }

    /** Many rows on one line, from a stream that never holds more than one of them. */
    @Test
    void hugeJsonIsReadElementByElement() {
        long[] count = {0};
        RowFile.read(
                repeated("[", "{\"a\": \"some text\"},", "{\"a\": \"\"}]", 300_000),
                "stdin",
                RowFormat.JSON,
                row -> count[0]++);
        assertEquals(300_001, count[0]);
    }

    private static InputStream repeated(String first, String middle, String last, int times) {
        byte[] piece = utf8(middle);
        return new InputStream() {
            private long at = -first.length();

            @Override
            public int read(byte[] target, int offset, int length) {
                int count = 0;
                for (int next = read(); next >= 0; next = count < length ? read() : -1) {
                    target[offset + count++] = (byte) next;
                }
                return count == 0 ? -1 : count;
            }

            @Override
            public int read() {
                long place = at;
                long end = (long) piece.length * times;
                if (place - end >= last.length()) {
                    return -1;
                }
                at++;
                if (place < 0) {
                    return first.charAt((int) (place + first.length()));
                }
                return place < end ? piece[(int) (place % piece.length)] : last.charAt((int) (place - end));
            }
        };
    }

    @Test
    void quotedValuesMayHoldLineEnds() throws IOException {
        List<String> rows = new ArrayList<>();
        Path file = write("a.csv", utf8("a,b\n\"one\ntwo\",1\n\nlast,2\n"));
        RowFile.read(file, row -> rows.add(row.number() + " " + row.text("a")));
        assertEquals(List.of("2 one\ntwo", "5 last"), rows);
    }

    @Test
    void numbersAndListsOfTablesAreWrittenInText() throws IOException {
        Path file = write("a.csv", utf8("n,l\n 0.5 ,\"[\"\"a\"\", \"\"b\"\"]\"\nx,[1\n"));
        List<Row> rows = new ArrayList<>();
        RowFile.read(file, rows::add);
        assertEquals(0.5, rows.get(0).number("n"));
        assertEquals(List.of("a", "b"), rows.get(0).texts("l"));
        assertUserError(() -> rows.get(1).number("n"), "a.csv:3: \"n\" must be a number, found a string (\"x\")");
        assertUserError(() -> rows.get(1).array("l"), "a.csv:3: \"l\"", "the JSON is broken");
    }

    @Test
    void jsonMayBeLines() throws IOException {
        assertEquals(List.of("1|2"), rows(write("a.json", utf8("\uFEFF\n {\"a\":\"1\",\"b\":\"2\"}\n"))));
        assertTrue(rows(write("b.json", utf8(content("json", false)))).size() == 2);
    }

    @Test
    void aStreamOfParquetIsRefused() {
        InputStream none = new ByteArrayInputStream(new byte[0]);
        assertUserError(
                () -> RowFile.read(none, "stdin", RowFormat.PARQUET, row -> {}), "cannot be read from a stream");
    }
}

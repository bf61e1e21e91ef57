package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

    @TempDir
    private Path folder;

    @Test
    void aQuoteInTsvIsALetterUnlessAllIsQuoted() throws IOException {
        String stray = "a\tb\nplain\t1\n\"We wait.\t2\nNo plan.\"\t3\nGold \"up\"\t4\n";
        assertEquals(List.of("plain|1", "\"We wait.|2", "No plan.\"|3", "Gold \"up\"|4"), rows("stray.tsv", stray));
        String throughout = "\"a\"\t\"b\"\n\"two\nlines\"\t1\n\"say \"\"hi\"\"\"\t2.5\n\"\"\t\"x\"\n";
        assertEquals(List.of("two\nlines|1", "say \"hi\"|2.5", "|x"), rows("throughout.tsv", throughout));
        String where = "a\tb\nplain\t1\n\"with\ttab\"\t2\n";
        assertEquals(List.of("plain|1", "with\ttab|2"), rows("where.tsv", where));
        assertEquals(List.of("\"whole\"|1", "plain|2"), rows("one.tsv", "a\tb\n\"whole\"\t1\nplain\t2\n"));
    }

    @Test
    void theUserSaysWhatQuotesMean() throws IOException {
        String text = "a\tb\n\"whole\"\t1\nplain\t2\n";
        assertEquals(List.of("whole|1", "plain|2"), rows("a.tsv", text, settings("", "", Quotes.ALWAYS)));
        String stray = "a,b\n\"We wait.,1\nNo plan.\",2\n";
        assertEquals(List.of("\"We wait.|1", "No plan.\"|2"), rows("a.csv", stray, settings("", "", Quotes.NEVER)));
        assertUserError(() -> rows("b.csv", "a,b\n\"We wait.,1\n"), "does not end as it should", "quotes to never");
    }

    @Test
    void whatExcelWritesIsRecognised() throws IOException {
        String semicolons = "a;b\nGrüße, alle;1,5\n\"so; und so\";2\n";
        List<String> expected = List.of("Grüße, alle|1,5", "so; und so|2");
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                Charset.forName("windows-1252"),
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE)) {
            assertEquals(expected, rows("e.csv", semicolons.getBytes(charset), TableSettings.AUTO), charset.name());
            if (!charset.equals(Charset.forName("windows-1252"))) {
                byte[] marked = ("\uFEFF" + semicolons).getBytes(charset);
                assertEquals(expected, rows("m.csv", marked, TableSettings.AUTO), charset.name());
            }
        }
        assertEquals(List.of("x, y|1"), rows("tabs.csv", "a\tb\nx, y\t1\n"));
        assertEquals(List.of("x|1"), rows("commas.tsv", "a,b\nx,1\n"));
        assertEquals(List.of("x|1"), rows("told.csv", "sep=;\r\na;b\r\nx;1\r\n"));
        byte[] unicode = "\uFEFFa\tb\n\"say \"\"hi\"\"\"\t1\nx\t2\n".getBytes(StandardCharsets.UTF_16LE);
        assertEquals(List.of("say \"hi\"|1", "x|2"), rows("unicode.tsv", unicode, TableSettings.AUTO));
    }

    @Test
    void theUserSaysHowATableIsWritten() throws IOException {
        assertEquals(List.of("x|1"), rows("a.csv", "a|b\nx|1\n", settings("|", "", Quotes.AUTO)));
        assertEquals(List.of("x|1"), rows("b.csv", "a\tb\nx\t1\n", settings("tab", "", Quotes.AUTO)));
        byte[] mac = "a,b\nGrün,1\n".getBytes(Charset.forName("x-MacRoman"));
        assertEquals(List.of("Grün|1"), rows("c.csv", mac, settings("", "x-MacRoman", Quotes.AUTO)));
        Path json = Files.writeString(folder.resolve("a.jsonl"), "{}");
        assertUserError(() -> RowSource.of(json).with(settings(";", "", Quotes.AUTO)), "are for .csv and .tsv");
    }

    /** UTF-8 with a broken letter in it is no Windows-1252. */
    @Test
    void damageIsNoEncoding() {
        byte[] text = "a,b\nGrün,1\nXrün,2\n".getBytes(StandardCharsets.UTF_8);
        text[text.length - 7] = (byte) 0xFF;
        assertUserError(() -> rows("a.csv", text, TableSettings.AUTO), "a.csv:3: the line is not UTF-8 text");
    }

    /** Of two readings of a comma none is taken in silence. */
    @Test
    void decimalCommasAreRead() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "t;n\nx;0,75\ny;-12,5\nz;1,2345\n");
        List<Double> numbers = new ArrayList<>();
        RowSource.of(file).forEach(row -> numbers.add(row.number("n")));
        assertEquals(List.of(0.75, -12.5, 1.2345), numbers);
        Path unclear = Files.writeString(folder.resolve("b.csv"), "t;n\nx;1,234\n");
        assertUserError(
                () -> RowSource.of(unclear).forEach(row -> row.number("n")),
                "b.csv:2: \"n\" is \"1,234\", which may be 1.234 or 1234; write one of them");
    }

    /** The bytes that show the encoding are at the beginning; whoever knows more says it. */
    @Test
    void anEncodingThatShowsLateIsNamedWithTheKey() throws IOException {
        String text = "t;n\n" + "plain text;1\n".repeat(30_000) + "Grün;2\n";
        Path file = Files.write(folder.resolve("late.csv"), text.getBytes(Charset.forName("windows-1252")));
        assertUserError(
                () -> RowSource.of(file).forEach(row -> {}), "late.csv:30002: the line is not UTF-8", "windows-1252");
        List<String> last = new ArrayList<>();
        RowSource.of(file).with(settings("", "windows-1252", Quotes.AUTO)).forEach(row -> last.add(row.label("t")));
        assertEquals("Grün", last.get(30_000));
    }

    @Test
    void manyColumnsMakeNoLongMessage() {
        StringBuilder header = new StringBuilder("c0");
        for (int i = 1; i < 9000; i++) {
            header.append(",c").append(i);
        }
        String message = assertUserError(
                () -> rows("many.csv", header + "\n" + header + "\n"), "the key \"a\" is missing", "8,988 more");
        assertTrue(message.length() < 400, message);
    }

    private static TableSettings settings(String separator, String encoding, Quotes quotes) {
        return TableSettings.of(given(separator), given(encoding), quotes, Optional.empty());
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(found -> !found.isEmpty());
    }

    private List<String> rows(String name, String text) throws IOException {
        return rows(name, text, TableSettings.AUTO);
    }

    private List<String> rows(String name, String text, TableSettings settings) throws IOException {
        return rows(name, text.getBytes(StandardCharsets.UTF_8), settings);
    }

    private List<String> rows(String name, byte[] bytes, TableSettings settings) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        List<String> rows = new ArrayList<>();
        RowSource.of(file).with(settings).forEach(row -> rows.add(row.textOrBlank("a") + "|" + row.textOrBlank("b")));
        return rows;
    }
}

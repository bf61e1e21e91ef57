package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbedCommandTest {

    private static final int DIMENSION = 96;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Writer stdout, String input, String output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "embed", "--model", "../checkpoints/mini", "--prompt", "query", "--dim", String.valueOf(DIMENSION)));
        arguments.addAll(List.of("--input", input, "--output", output));
        arguments.addAll(List.of(more));
        Console console = new Console(new PrintWriter(stdout), new PrintWriter(err), false, System::nanoTime);
        return Gemmatune.run(console, arguments.toArray(String[]::new));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private List<Row> rows(String input, String name, String... more) {
        String file = folder.resolve(name).toString();
        assertEquals(0, run(out, input, file, more), err::toString);
        List<Row> rows = new ArrayList<>();
        RowFile.read(Path.of(file), rows::add);
        return rows;
    }

    private static float[] floats(JsonArray numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).getAsFloat();
        }
        return floats;
    }

    private static float[] floats(Row row) {
        float[] floats = new float[DIMENSION];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(row.text(String.valueOf(i)));
        }
        return floats;
    }

    @Test
    void everyFormHoldsTheSameVectorsWithTextsAndIds() throws IOException {
        String input = write("q.csv", "id,Frage\n7,\"Was, \"\"nun\"\"?\"\n08,\"Zeile\nzwei\"\n");
        List<Row> json = rows(input, "v.jsonl", "--column", "Frage");
        List<Row> csv = rows(input, "v.csv", "--column", "Frage");
        List<Row> parquet = rows(input, "v.parquet", "--column", "Frage");
        String npy = folder.resolve("v.npy").toString();
        assertEquals(0, run(out, input, npy, "--column", "Frage"));
        float[] all = new float[2 * DIMENSION];
        ByteBuffer.wrap(Files.readAllBytes(Path.of(npy)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(128)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(all);
        for (int i = 0; i < 2; i++) {
            String text = List.of("Was, \"nun\"?", "Zeile\nzwei").get(i);
            float[] expected = Arrays.copyOfRange(all, i * DIMENSION, (i + 1) * DIMENSION);
            for (List<Row> rows : List.of(json, csv, parquet)) {
                assertEquals(2, rows.size());
                assertEquals(List.of("7", "08").get(i), rows.get(i).text("id"));
                assertEquals(text, rows.get(i).text("text"));
            }
            assertArrayEquals(expected, floats(json.get(i).array("embedding")));
            assertArrayEquals(expected, floats(parquet.get(i).array("embedding")));
            assertArrayEquals(expected, floats(csv.get(i)));
        }
    }

    @Test
    void aTableIsReadAsTheOptionsSay() throws IOException {
        String input = folder.resolve("m.csv").toString();
        Files.write(Path.of(input), "_id|text\nq|Geb\u00fchr\n".getBytes(Charset.forName("x-MacRoman")));
        Row row = rows(input, "v.jsonl", "--separator", "|", "--encoding", "x-MacRoman")
                .get(0);
        assertEquals("Geb\u00fchr", row.text("text"));
        assertEquals("q", row.text("id"));
    }

    @Test
    void withoutIdsThereIsNoColumnOfThem() throws IOException {
        String input = write("t.txt", "one\ntwo\n");
        assertFalse(rows(input, "v.csv").get(0).columns().contains("id"));
        assertFalse(rows(input, "v.parquet").get(0).columns().contains("id"));
        assertFalse(rows(input, "v.jsonl").get(0).columns().contains("id"));
    }

    @Test
    void anIdThatComesTooLateIsNamedAndNoFileIsLeft() throws IOException {
        String input = write("t.jsonl", "{\"text\": \"a\"}\n{\"_id\": \"x\", \"text\": \"b\"}\n");
        assertEquals(1, run(out, input, folder.resolve("v.csv").toString()));
        assertTrue(
                err.toString().contains("t.jsonl:2: the row has an id, x, but the first one has none"), err::toString);
        assertFalse(Files.exists(folder.resolve("v.csv")));
        assertEquals(2, rows(input, "v.jsonl").size());
        // .npy has no place for ids, so whatever stands there is no mistake.
        String odd = write("odd.jsonl", "{\"id\": [], \"text\": \"a\"}\n");
        assertEquals(0, run(out, odd, folder.resolve("v.npy").toString()), err::toString);
    }

    @Test
    void stdoutGetsJsonLinesAndNothingElse() throws IOException {
        String input = write("t.jsonl", "{\"_id\": 12, \"text\": \"a\"}\n{\"_id\": \"x\", \"text\": \"b\"}\n");
        assertEquals(0, run(out, input, "-"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith("{\"id\":\"12\",\"text\":\"a\",\"embedding\":["), lines.get(0));
        assertTrue(lines.get(1).startsWith("{\"id\":\"x\",\"text\":\"b\",\"embedding\":["), lines.get(1));
        assertEquals(2, run(out, input, "-", "--json"));
        assertTrue(err.toString().isEmpty() || !err.toString().contains("wrote"), err::toString);
    }

    @Test
    void aReaderThatIsGoneEndsTheWriting() throws IOException {
        String input = write("t.txt", "a\n".repeat(2000));
        Writer gone = new Writer() {
            @Override
            public void write(char[] letters, int from, int count) throws IOException {
                throw new IOException("broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        assertEquals(1, run(gone, input, "-"));
        assertTrue(err.toString().contains("cannot write to stdout: the reader of stdout is gone"), err::toString);
    }

    @Test
    void otherEndingsAreWrongUsage() {
        assertEquals(2, run(out, "x.txt", "v.xlsx"));
        assertTrue(
                err.toString().contains("--output must end in .npy, .jsonl, .csv, .parquet, or be - for stdout"),
                err::toString);
    }
}

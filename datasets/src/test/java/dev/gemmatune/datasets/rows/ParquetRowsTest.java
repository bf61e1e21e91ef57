package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow wrote: see {@code src/test/resources/rows}. */
class ParquetRowsTest {

    private static final String FIRST = "{\"anchor\":\"question 0 é\",\"positive\":\"the same answer\","
            + "\"negatives\":[\"n0a\",null],\"score\":0.0,\"label\":0,\"flag\":true,"
            + "\"meta\":{\"ticker\":\"T0\",\"year\":2000},\"when\":\"2024-01-02T03:04:05\",\"day\":\"2024-01-02\","
            + "\"price\":-12.34,\"blob\":\"/wA=\",\"half\":-0.15625,\"map\":{\"a\":1,\"b\":null},\"large\":\"big\","
            + "\"deep\":[[1,2],[3]],\"structs\":[{\"a\":\"b\",\"c\":null}],\"empty\":null,"
            + "\"unsigned\":18446744073709551615}";

    @TempDir
    private Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(ParquetRowsTest.class.getResource("/rows/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Row> rows(Path file) {
        List<Row> rows = new ArrayList<>();
        RowFile.read(file, rows::add);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "v2"})
    void everyCodecTypeAndNullIsRead(String name) {
        Path file = resource(name + ".parquet");
        List<Row> rows = rows(file);
        assertEquals(FIRST, rows.get(0).value().toString());
        assertEquals(5, rows.size());
        assertEquals(
                List.of("[\"n0a\",null]", "[\"n1a\",null]", "[]", "[\"n3a\",null]", "[\"n4a\",null]"),
                rows.stream().map(row -> row.array("negatives").toString()).toList());
        assertEquals(file + ", row 4", rows.get(3).place());
        assertUserError(() -> rows.get(3).text("anchor"), ", row 4: \"anchor\" must be a string, found null");
        assertEquals("null", rows.get(4).value().get("meta").toString());
        assertEquals(rows.get(0).columns(), rows.get(4).columns());
    }

    @Test
    void codecsThatAreNotReadAreNamed() {
        assertUserError(
                () -> rows(resource("brotli.parquet")), "brotli.parquet, row 1", "BROTLI", "snappy, gzip, zstd");
    }

    @Test
    void filesWithoutRowsAreNamed() {
        assertUserError(() -> rows(resource("norows.parquet")), "norows.parquet has no rows");
        assertUserError(() -> rows(folder.resolve("none.parquet")), "none.parquet does not exist");
    }

    @Test
    void whatIsNoParquetIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("a.parquet"), "{\"anchor\": \"this is no Parquet file at all\"}");
        assertUserError(() -> rows(text), "a.parquet: no Parquet file, or damaged: it does not begin and end as one");
        Path empty = Files.writeString(folder.resolve("e.parquet"), "");
        assertUserError(() -> rows(empty), "e.parquet: no Parquet file, or damaged");
        Path packed = Files.writeString(folder.resolve("a.parquet.gz"), "");
        assertUserError(() -> rows(packed), "a.parquet.gz: a Parquet file is compressed inside");
    }

    /** Whatever byte is wrong, and wherever the file is cut, the user gets a message or the rows. */
    @Test
    void damageNeverLeadsToAnythingButAMessage() throws IOException {
        byte[] whole = Files.readAllBytes(resource("zstd.parquet"));
        Path file = folder.resolve("damaged.parquet");
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = i < 100 ? Arrays.copyOf(whole, whole.length * i / 100) : whole.clone();
            if (i >= 100) {
                damaged[(int) ((long) whole.length * (i - 100) / 100)] ^= (byte) 0x5A;
            }
            Files.write(file, damaged);
            try {
                rows(file);
            } catch (UserError e) {
                refused++;
                assertEquals(true, e.getMessage().contains("damaged.parquet"), e.getMessage());
            }
        }
        assertEquals(true, refused > 100, refused + " of 200 refused");
    }

    @Test
    void aDamagedFileEndsTheReading() throws IOException {
        Path text = Files.writeString(folder.resolve("a.parquet"), "no");
        Problems problems = new Problems("it");
        assertUserError(() -> RowFile.read(text, problems, row -> {}), "a.parquet");
    }
}

package dev.gemmatune.datasets.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that pyarrow 23 and pandas 3 read alike. */
final class ParquetTableTest {

    @TempDir
    private Path folder;

    private static List<String> rows(Path file) {
        List<String> rows = new ArrayList<>();
        RowFile.read(file, row -> rows.add(row.value().toString()));
        return rows;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("v.parquet");
        try (ParquetTable table = new ParquetTable(file, List.of("id", "text"), "embedding")) {
            table.write(new String[] {"7", "what \"then\"\n"}, new float[] {1f, -0.1f});
            table.write(new String[] {null, "é 🙂"}, new float[] {1e-5f, Float.MIN_VALUE});
            assertThrows(IllegalArgumentException.class, () -> table.write(new String[] {"8"}, new float[] {0, 1}));
        }
        assertEquals(
                List.of(
                        "{\"id\":\"7\",\"text\":\"what \\\"then\\\"\\n\",\"embedding\":[1.0,-0.1]}",
                        "{\"id\":null,\"text\":\"é 🙂\",\"embedding\":[1.0E-5,1.4E-45]}"),
                rows(file));
    }

    /** More than a row group. */
    @Test
    void rowsBeyondARowGroupAreRead() throws IOException {
        Path file = folder.resolve("v.parquet");
        float[] vector = new float[4096];
        try (ParquetTable table = new ParquetTable(file, List.of("text"), "embedding")) {
            for (int row = 0; row < 2500; row++) {
                vector[row] = row;
                table.write(new String[] {"text " + row}, vector);
            }
        }
        List<String> first = new ArrayList<>();
        RowFile.read(file, row -> {
            if (row.number() % 500 == 1) {
                first.add(row.text("text") + row.numbers("embedding").get(row.number() - 1));
            }
        });
        assertEquals(
                List.of("text 00.0", "text 500500.0", "text 10001000.0", "text 15001500.0", "text 20002000.0"), first);
    }
}

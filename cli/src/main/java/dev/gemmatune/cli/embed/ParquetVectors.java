package dev.gemmatune.cli.embed;

import dev.gemmatune.datasets.rows.ParquetTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Vectors as Parquet: {@code id}, if the first text has one, {@code text}, and {@code embedding}, a list of floats. */
final class ParquetVectors implements VectorWriter {

    private final Path file;
    private ParquetTable table;
    private boolean hasIds;

    ParquetVectors(Path file) {
        this.file = file;
    }

    @Override
    public void write(List<EmbeddedText> texts, float[][] vectors) throws IOException {
        if (table == null) {
            hasIds = !texts.isEmpty() && texts.get(0).id() != null;
            table = new ParquetTable(file, hasIds ? List.of("id", "text") : List.of("text"), "embedding");
        }
        for (int row = 0; row < vectors.length; row++) {
            EmbeddedText text = texts.get(row);
            CsvVectors.checkId(text, hasIds);
            table.write(hasIds ? new String[] {text.id(), text.text()} : new String[] {text.text()}, vectors[row]);
        }
    }

    @Override
    public void close() throws IOException {
        if (table == null) {
            write(List.of(), new float[0][]);
        }
        table.close();
    }
}

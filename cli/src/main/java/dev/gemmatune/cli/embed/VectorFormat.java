package dev.gemmatune.cli.embed;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The form of a file of vectors, which its ending chooses. */
public enum VectorFormat {
    /** NumPy's array of float32, without ids and texts. */
    NPY(".npy"),
    /** An object on each line. */
    JSON_LINES(".jsonl"),
    /** A column for each number. */
    CSV(".csv"),
    /** A column of lists. */
    PARQUET(".parquet");

    private final String ending;

    VectorFormat(String ending) {
        this.ending = ending;
    }

    /** The end of the file names, with the dot. */
    public String ending() {
        return ending;
    }

    /** The format of a file by its name; nothing where no format has its ending. */
    public static Optional<VectorFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith(format.ending))
                .findFirst();
    }

    /** Whether ids and texts stand beside the vectors. */
    public boolean hasTexts() {
        return this != NPY;
    }

    /** Begins a file. */
    public VectorWriter open(Path file, int dimension) throws IOException {
        return switch (this) {
            case NPY -> new NpyWriter(file, dimension);
            case PARQUET -> new ParquetVectors(file);
            case JSON_LINES -> new JsonVectors(text(file));
            case CSV -> new CsvVectors(text(file), dimension);
        };
    }

    private static BufferedWriter text(Path file) throws IOException {
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }
}

package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.TextInput;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.datasets.lines.Utf8Reader;
import dev.gemmatune.model.UserError;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How rows are written. */
public enum RowFormat {

    /** A text on each line: a row of one column, {@value RowFile#TEXT}; an empty line is an empty text. */
    TEXT(".txt"),
    /** A JSON object on each line; a string is a row of one column, {@value RowFile#TEXT}. Blank lines are skipped. */
    JSON_LINES(".jsonl", ".ndjson"),
    /** An array of objects, or, as many data sets have it, JSON Lines. */
    JSON(".json"),
    /** RFC 4180, with a header. */
    CSV(".csv"),
    /** The same, separated by tabs. */
    TSV(".tsv"),
    /** Apache Parquet. */
    PARQUET(".parquet");

    private final String endings;

    RowFormat(String... endings) {
        this.endings = String.join(" ", endings);
    }

    /** The endings of names, without those of compressed files. */
    public List<String> endings() {
        return List.of(endings.split(" "));
    }

    /** The format that a file's name shows, perhaps before {@code .gz} or {@code .zst}; empty if it shows none. */
    public static Optional<RowFormat> find(Path file) {
        String name = TextInput.nameInside(file);
        return Arrays.stream(values())
                .filter(format -> format.endings().stream().anyMatch(name::endsWith))
                .findFirst();
    }

    /**
     * The format that a file's name shows.
     *
     * @throws UserError if it shows none
     */
    public static RowFormat of(Path file) {
        return find(file)
                .orElseThrow(() -> new UserError(file + ": expected a name that ends in .jsonl, .json, .csv, .tsv,"
                        + " .parquet or .txt (all but .parquet perhaps with .gz or .zst behind it), so that it is clear"
                        + " how to read it"));
    }

    /** Opens a file of this format. */
    RowReader open(Path file) {
        if (this == PARQUET) {
            return ParquetRows.open(file);
        }
        if (this == CSV || this == TSV) {
            return new DelimitedRows(reader(file), file.toString(), this == CSV ? ',' : '\t');
        }
        return this == JSON ? JsonRows.open(file) : open(Utf8Lines.open(file));
    }

    /**
     * Reads a stream of lines.
     *
     * @throws UserError if the format is not one of lines
     */
    RowReader open(InputStream input, String name) {
        if (this == CSV || this == TSV) {
            return new DelimitedRows(new Utf8Reader(input, name), name, this == CSV ? ',' : '\t');
        }
        if (this == PARQUET) {
            throw new UserError(name + ": Parquet cannot be read from a stream, because its index is at the end");
        }
        return this == JSON ? JsonRows.open(input, name) : open(Utf8Lines.of(input, name));
    }

    private RowReader open(Utf8Lines lines) {
        return this == TEXT ? new TextRows(lines) : new JsonLineRows(lines);
    }

    private static Utf8Reader reader(Path file) {
        return new Utf8Reader(TextInput.open(file), file.toString());
    }
}

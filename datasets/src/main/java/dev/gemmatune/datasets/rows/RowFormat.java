package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.TextInput;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.LargeFilePointer;
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
    /** Values separated by commas, or as the header shows it by semicolons or tabs, under a header. */
    CSV(".csv"),
    /** The same, separated by tabs, and without quoting unless all of it is quoted. */
    TSV(".tsv"),
    /** A workbook of Excel: one sheet of it, under a header. */
    XLSX(".xlsx"),
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
                .orElseThrow(
                        () -> new UserError(file + ": expected a name that ends in .jsonl, .json, .csv, .tsv, .xlsx,"
                                + " .parquet or .txt (all but .xlsx and .parquet perhaps with .gz or .zst behind it), so that it is"
                                + " clear how to read it; save .xls and .ods as .xlsx"));
    }

    /** Opens a file of this format. */
    RowReader open(Path file, TableSettings tables) {
        LargeFilePointer.refuse(file);
        if (this == PARQUET) {
            return ParquetRows.open(file);
        }
        if (this == XLSX) {
            return WorkbookRows.open(file, tables.sheet());
        }
        if (this == CSV || this == TSV) {
            return DelimitedRows.open(TextInput.openBytes(file), file.toString(), separator(), tables);
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
            return DelimitedRows.open(input, name, separator(), TableSettings.AUTO);
        }
        if (this == XLSX) {
            throw new UserError(name + ": a workbook cannot be read from a stream, because its index is at the end");
        }
        if (this == PARQUET) {
            throw new UserError(name + ": Parquet cannot be read from a stream, because its index is at the end");
        }
        return this == JSON ? JsonRows.open(input, name) : open(Utf8Lines.of(input, name));
    }

    private RowReader open(Utf8Lines lines) {
        return this == TEXT ? new TextRows(lines) : new JsonLineRows(lines);
    }

    private char separator() {
        return this == CSV ? ',' : '\t';
    }

    /** Whether files of this format may be compressed as a whole, with the ending of that behind their own. */
    public boolean mayBeCompressed() {
        return this != PARQUET && this != XLSX;
    }
}

package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rows of files, one file after the other; they may be of different formats.
 *
 * @param name for messages
 * @param files in the order of reading; not empty
 * @param format of all of them; empty if their names show it
 * @param tables how tables among them are written
 */
public record RowFiles(String name, List<Path> files, Optional<RowFormat> format, TableSettings tables)
        implements RowSource {

    /** Files whose names show their formats. */
    public RowFiles(String name, List<Path> files) {
        this(name, files, Optional.empty());
    }

    /** Files whose tables show how they are written. */
    public RowFiles(String name, List<Path> files, Optional<RowFormat> format) {
        this(name, files, format, TableSettings.AUTO);
    }

    /** Copies the list. */
    public RowFiles {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files must not be empty, got none of " + name);
        }
    }

    @Override
    public void forEach(Consumer<Row> consumer) {
        files.forEach(file -> RowFile.read(file, formatOf(file), tables, consumer));
    }

    @Override
    public void forEach(Problems problems, Consumer<Row> consumer) {
        files.forEach(file -> RowFile.read(file, formatOf(file), tables, problems, consumer));
    }

    @Override
    public RowFiles written(TableSettings settings) {
        return new RowFiles(name, files, format, settings);
    }

    /** The same where tables are quoted unless it was said that they are not, as files of judgements are. */
    public RowFiles quoted() {
        return new RowFiles(name, files, format, tables.quotedUnlessSaid());
    }

    private RowFormat formatOf(Path file) {
        return format.orElseGet(() -> RowFormat.of(file));
    }

    @Override
    public String toString() {
        return name;
    }
}

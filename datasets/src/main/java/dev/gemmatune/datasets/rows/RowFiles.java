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
 */
public record RowFiles(String name, List<Path> files, Optional<RowFormat> format) implements RowSource {

    /** Files whose names show their formats. */
    public RowFiles(String name, List<Path> files) {
        this(name, files, Optional.empty());
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
        files.forEach(file -> RowFile.read(file, formatOf(file), consumer));
    }

    @Override
    public void forEach(Problems problems, Consumer<Row> consumer) {
        files.forEach(file -> RowFile.read(file, formatOf(file), problems, consumer));
    }

    private RowFormat formatOf(Path file) {
        return format.orElseGet(() -> RowFormat.of(file));
    }

    @Override
    public String toString() {
        return name;
    }
}

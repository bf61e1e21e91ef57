package dev.gemmatune.datasets.folders;

import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with files of rows.
 *
 * @param folder that has them, or folders of them
 * @param names of its files relative to it, with {@code /} between folders; sorted
 * @param layout which of them belong to which split
 */
public record DatasetFolder(Path folder, List<String> names, DatasetLayout layout) {

    private static final int DEPTH = 6;
    private static final String CARD = "README.md";
    private static final List<String> COMPRESSED = List.of("", ".gz", ".zst");

    /** Copies the list. */
    public DatasetFolder {
        names = List.copyOf(names);
    }

    /**
     * Looks into a folder; no rows are read.
     *
     * @throws UserError if it is none, or cannot be read
     */
    public static DatasetFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + (Files.exists(folder) ? " is not a folder" : " does not exist"));
        }
        try (Stream<Path> files = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            Path card = folder.resolve(CARD);
            Optional<String> text = Files.isRegularFile(card) ? Optional.of(Files.readString(card)) : Optional.empty();
            return new DatasetFolder(folder, names, DatasetLayout.of(names, text));
        } catch (IOException e) {
            throw new UserError("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The rows of a split of a configuration. */
    public RowSource split(Optional<String> config, Optional<String> split) {
        return source(
                config.map(name -> name + "/").orElse("") + split.orElse(""),
                layout.files(folder.toString(), config, split));
    }

    /** A file by its name: as it is, or with the ending of a format behind it. */
    public Optional<RowSource> named(String name) {
        return endings()
                .map(ending -> name + ending)
                .filter(names::contains)
                .findFirst()
                .map(file -> RowSource.of(folder.resolve(file)));
    }

    /** The files whose names begin as given, in pieces: {@code data/train-00000-of-00002.parquet}. */
    public Optional<RowSource> pieces(String name) {
        List<String> files = names.stream()
                .filter(file -> file.startsWith(name + "-") && DatasetLayout.holdsRows(file))
                .toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(source(name, files));
    }

    /**
     * The rows of a split of a configuration.
     *
     * @param whatever whether the only split of the configuration will do, whatever its name
     */
    public Optional<RowSource> configured(String config, String split, boolean whatever) {
        if (!layout.has(config)) {
            return Optional.empty();
        }
        Map<String, List<String>> splits = layout.splits().get(config);
        List<String> files = whatever && splits.size() == 1 && !splits.containsKey(split)
                ? splits.values().iterator().next()
                : splits.get(split);
        return files == null ? Optional.empty() : Optional.of(source(config + "/" + split, files));
    }

    private RowSource source(String part, List<String> files) {
        List<Path> paths = files.stream().map(folder::resolve).toList();
        return new RowFiles(
                paths.size() == 1 ? paths.get(0).toString() : folder + (part.isEmpty() ? "" : "#" + part), paths);
    }

    /** Nothing, and what names may end in. */
    private static Stream<String> endings() {
        Stream<String> all = Stream.of(RowFormat.values())
                .filter(format -> format != RowFormat.TEXT)
                .flatMap(format -> format.endings().stream()
                        .flatMap(ending -> format == RowFormat.PARQUET
                                ? Stream.of(ending)
                                : COMPRESSED.stream().map(compressed -> ending + compressed)));
        return Stream.concat(Stream.of(""), all);
    }
}

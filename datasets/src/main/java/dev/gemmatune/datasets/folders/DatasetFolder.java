package dev.gemmatune.datasets.folders;

import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
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
 * @param name for messages: its path, or its address on the hub
 * @param folder that has them, or folders of them
 * @param names of its files relative to it, with {@code /} between folders; sorted
 * @param layout which of them belong to which split
 */
public record DatasetFolder(String name, Path folder, List<String> names, DatasetLayout layout) {

    private static final int DEPTH = 6;
    /** What says which files belong to which split. */
    public static final String CARD = "README.md";

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
            return of(folder.toString(), folder, names, text);
        } catch (UncheckedIOException e) {
            throw cannotRead(folder, e.getCause());
        } catch (IOException e) {
            throw cannotRead(folder, e);
        }
    }

    private static UserError cannotRead(Path folder, IOException failure) {
        if (failure instanceof FileSystemLoopException loop) {
            return new UserError(
                    loop.getFile() + " is a link to a folder that it lies in itself, so that " + folder
                            + " has no end; remove the link",
                    failure);
        }
        String reason = failure instanceof AccessDeniedException ? "permission denied" : failure.getMessage();
        return new UserError("cannot read the folder " + folder + ": " + reason, failure);
    }

    /**
     * A folder whose files need not be there yet.
     *
     * @param card the text of its README.md
     */
    public static DatasetFolder of(String name, Path folder, List<String> names, Optional<String> card) {
        try {
            return new DatasetFolder(name, folder, names, DatasetLayout.of(names, card));
        } catch (UserError e) {
            throw new UserError(name + "/" + e.getMessage(), e); // it begins with the card's name
        }
    }

    /** The rows of a split of a configuration. */
    public RowSource split(Optional<String> config, Optional<String> split) {
        return source(config.map(name -> name + "/").orElse("") + split.orElse(""), layout.files(name, config, split));
    }

    /** A file by its name: as it is, or with the ending of a format behind it. */
    public Optional<RowSource> named(String wanted) {
        return endings()
                .map(ending -> wanted + ending)
                .filter(names::contains)
                .findFirst()
                .map(file -> RowSource.of(folder.resolve(file)));
    }

    /** The files whose names begin as given, in pieces: {@code data/train-00000-of-00002.parquet}. */
    public Optional<RowSource> pieces(String beginning) {
        List<String> files = names.stream()
                .filter(file -> file.startsWith(beginning + "-") && DatasetLayout.holdsRows(file))
                .toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(source(beginning, files));
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

    /** All files with rows in a folder of it. */
    public Optional<RowSource> inside(String inner) {
        List<String> files = names.stream()
                .filter(file -> file.startsWith(inner + "/") && DatasetLayout.holdsRows(file))
                .toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(source(inner, files));
    }

    private RowSource source(String part, List<String> files) {
        List<Path> paths = files.stream().map(folder::resolve).toList();
        return new RowFiles(
                paths.size() == 1 ? paths.get(0).toString() : name + (part.isEmpty() ? "" : "#" + part), paths);
    }

    /** Nothing, and what names may end in. */
    private static Stream<String> endings() {
        Stream<String> all = Stream.of(RowFormat.values())
                .filter(format -> format != RowFormat.TEXT)
                .flatMap(format -> format.endings().stream()
                        .flatMap(ending -> format.mayBeCompressed()
                                ? COMPRESSED.stream().map(compressed -> ending + compressed)
                                : Stream.of(ending)));
        return Stream.concat(Stream.of(""), all);
    }
}

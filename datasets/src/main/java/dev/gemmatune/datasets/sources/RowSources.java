package dev.gemmatune.datasets.sources;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.BeirPairs;
import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.folders.DatasetLayout;
import dev.gemmatune.datasets.folders.Glob;
import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Opens what a user names as a source of rows: a file, a pattern of files, a BEIR folder, or the folder of a data set,
 * perhaps with {@code #split} or {@code #configuration/split} behind it.
 */
public final class RowSources {

    private RowSources() {}

    /** Whether a text names files by a pattern. */
    public static boolean isPattern(String text) {
        return Glob.isPattern(text);
    }

    /** What stands before the {@code #}. */
    public static String path(String text) {
        int mark = text.lastIndexOf('#');
        return mark <= 0 ? text : text.substring(0, mark);
    }

    /** The configuration and split that stand behind the {@code #}. */
    public static Part part(String text) {
        String part = text.substring(path(text).length()).replaceFirst("^#", "");
        int slash = part.lastIndexOf('/');
        String split = part.substring(slash + 1);
        return new Part(
                slash < 0 ? Optional.empty() : Optional.of(part.substring(0, slash)),
                split.isEmpty() ? Optional.empty() : Optional.of(split));
    }

    /**
     * A part of a data set.
     *
     * @param config empty for the usual one
     * @param split empty for the usual one
     */
    public record Part(Optional<String> config, Optional<String> split) {

        /** What is meant where nothing is said. */
        public static final Part USUAL = new Part(Optional.empty(), Optional.empty());
    }

    /**
     * Opens a file or a folder; rows are not read yet.
     *
     * @throws UserError if there is none, or a folder has no such part
     */
    public static RowSource open(Path path, Part part) {
        if (!Files.isDirectory(path)) {
            if (!part.equals(Part.USUAL)) {
                throw new UserError(path + " is " + (Files.exists(path) ? "a file" : "not there")
                        + "; only a folder has parts that are named behind #");
            }
            return RowSource.of(path);
        }
        return BeirFolder.isBeir(path)
                ? BeirPairs.of(path, part.split().orElse(DatasetLayout.TRAIN))
                : DatasetFolder.open(path).split(part.config(), part.split());
    }

    /**
     * The files that match a pattern, sorted by name, one after the other.
     *
     * @param folder where the pattern begins if it is not absolute
     * @throws UserError if there are none
     */
    public static RowSource matching(Path folder, String pattern) {
        String text = pattern.replace(File.separatorChar, '/');
        String fixed = text.substring(0, text.lastIndexOf('/', firstSpecial(text)) + 1);
        Path start = folder.resolve(fixed);
        if (!Files.isDirectory(start)) {
            throw new UserError(pattern + " matches no file: there is no folder " + start);
        }
        Predicate<String> wanted = Glob.matcher(text.substring(fixed.length()));
        List<Path> files = DatasetFolder.open(start).names().stream()
                .filter(wanted)
                .map(start::resolve)
                .toList();
        if (files.isEmpty()) {
            throw new UserError(pattern + " matches no file in " + start);
        }
        return new RowFiles(start.resolve("").toString() + File.separator + text.substring(fixed.length()), files);
    }

    private static int firstSpecial(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Glob.isPattern(text.substring(i, i + 1))) {
                return i;
            }
        }
        return text.length();
    }
}

package dev.gemmatune.datasets.sources;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.BeirPairs;
import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.folders.DatasetLayout;
import dev.gemmatune.datasets.folders.Glob;
import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.hub.FileSelection;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubListener;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
        return part(DatasetFolder.open(path), part);
    }

    /** Of a BEIR folder the judged pairs, unless a configuration is named. */
    private static RowSource part(DatasetFolder folder, Part part) {
        return part.config().isEmpty() && BeirFolder.isBeir(folder)
                ? BeirPairs.of(folder, part.split().orElse(DatasetLayout.TRAIN))
                : folder.split(part.config(), part.split());
    }

    /**
     * Opens what a text names: a path, a pattern, or an address on the hub, perhaps with a part behind {@code #}. What the
     * cache has not is downloaded, without telling anybody how far it is.
     *
     * @throws UserError if there is none, or it cannot be downloaded
     */
    public static RowSource open(String text) {
        if (text.startsWith(HubReference.PROTOCOL)) {
            return onHub(text, new HubClient(HubSettings.ofProcess()), HubListener.NONE);
        }
        if (isPattern(text)) {
            return matching(Path.of(""), text);
        }
        boolean whole = Files.exists(Path.of(text)) || path(text).equals(text);
        return whole ? open(Path.of(text), Part.USUAL) : open(Path.of(path(text)), part(text));
    }

    /**
     * The folder that a text names: a path, or an address on the hub, whose files with rows are downloaded unless the cache
     * has them, without telling anybody how far it is.
     *
     * @throws UserError if it cannot be downloaded
     */
    public static Path folder(String text) {
        return text.startsWith(HubReference.PROTOCOL)
                ? new HubClient(HubSettings.ofProcess()).getUnlessCached(HubReference.ofAddress(text), HubListener.NONE)
                : Path.of(text);
    }

    /**
     * The rows at an address of the hub: of a file, of the files that match a pattern, of a BEIR folder, or of a data set,
     * perhaps with a part behind {@code #}. Only the files of that part are downloaded, unless the cache has them.
     *
     * @throws UserError if they cannot be had
     */
    public static RowSource onHub(String address, HubClient client, HubListener listener) {
        HubReference reference = HubReference.ofAddress(path(address));
        String path = reference.path();
        HubReference whole = reference.at("");
        if (isPattern(path)) {
            return matching(client.get(whole, FileSelection.matching(List.of(path)), listener), path);
        }
        if (DatasetLayout.holdsRows(path)) {
            return open(client.getUnlessCached(reference, listener), part(address));
        }
        String prefix = path.isEmpty() ? "" : path + "/";
        List<String> names = client.names(whole, HubListener.NONE).stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
        Optional<String> card = names.contains(DatasetFolder.CARD)
                ? Optional.of(read(client.getUnlessCached(whole.at(prefix + DatasetFolder.CARD), listener)))
                : Optional.empty();
        Function<Path, RowSource> rows =
                folder -> part(DatasetFolder.of(path(address), folder, names, card), part(address));
        List<String> needed = rows.apply(Path.of("")).files().stream()
                .map(file -> prefix + file.toString().replace(File.separatorChar, '/'))
                .toList();
        RowSource found = rows.apply(
                client.get(whole, FileSelection.matching(needed), listener).resolve(path));
        return found instanceof RowFiles files
                ? new RowFiles(address, files.files(), files.format(), files.tables())
                : found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
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

package dev.gemmatune.cli.hub;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.datasets.folders.DatasetLayout;
import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.sources.RowSources;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.hub.FileSelection;
import dev.gemmatune.model.hub.HubCache;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubListener;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Models and data sets by their names on the hub. A download says on stderr what it fetches and how large that is.
 *
 * @param settings read when something of the hub is named for the first time, so that wrong ones disturb nobody else
 * @param console where downloads are shown
 */
public record HubFiles(Supplier<HubSettings> settings, Console console) {

    private static final String CARD = "README.md";

    /** As the environment of this process says. */
    public static HubFiles ofProcess() {
        return new HubFiles(HubSettings::ofProcess, Console.ofProcess());
    }

    /** What is in a cache, without the network. */
    public static HubFiles ofCache(Path cache) {
        HubSettings settings =
                new HubSettings(URI.create("https://huggingface.co"), cache, Optional.empty(), true, true);
        return new HubFiles(() -> settings, Console.ofProcess());
    }

    /** The folder of a model in the cache, if it is complete there; empty if the text is no id. */
    public Optional<Path> cachedModel(String text) {
        return HubReference.ofModel(text)
                .flatMap(reference -> HubCache.of(settings.get()).find(reference));
    }

    /**
     * The rows at an address: of a file, of the files that match a pattern, or of a data set, perhaps with {@code #split} or
     * {@code #configuration/split} behind it. Of a data set only the files of that split are downloaded.
     *
     * @throws dev.gemmatune.model.UserError if they cannot be had
     */
    public RowSource rows(String address) {
        HubReference reference = HubReference.ofAddress(RowSources.path(address));
        String path = reference.path();
        HubReference whole = new HubReference(reference.repository(), reference.revision(), "");
        if (RowSources.isPattern(path)) {
            return RowSources.matching(get(whole, FileSelection.matching(List.of(path))), path);
        }
        if (DatasetLayout.holdsRows(path)) {
            return RowSources.open(get(reference), RowSources.part(address));
        }
        String prefix = path.isEmpty() ? "" : path + "/";
        List<String> names = new HubClient(settings.get())
                .names(whole, new HubListener() {}).stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(name -> name.substring(prefix.length()))
                        .toList();
        Optional<String> card =
                names.contains(CARD) ? Optional.of(read(get(whole.at(prefix + CARD)))) : Optional.empty();
        RowSources.Part part = RowSources.part(address);
        List<String> files =
                DatasetLayout.of(names, card).files(RowSources.path(address), part.config(), part.split()).stream()
                        .map(name -> prefix + name)
                        .toList();
        Path folder = get(whole, FileSelection.matching(files));
        return new RowFiles(address, files.stream().map(folder::resolve).toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** A choice of the files of a repository; those that the cache has are not asked for. */
    private Path get(HubReference whole, FileSelection selection) {
        HubSettings now = settings.get();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            return new HubClient(now)
                    .get(whole, selection, new HubProgress(progress, "downloading", "into " + now.cache()));
        }
    }

    /**
     * The file or folder that is named, from the cache, else downloaded. What the cache has is not compared with the hub:
     * {@code pull} does that. A folder of a data set is, since a part of it may be missing.
     *
     * @throws dev.gemmatune.model.UserError if it cannot be had
     */
    public Path get(HubReference reference) {
        HubSettings now = settings.get();
        HubClient client = new HubClient(now);
        Optional<Path> whole =
                client.cached(reference).filter(found -> reference.isWholeModel() || Files.isRegularFile(found));
        if (whole.isPresent()) {
            return whole.get();
        }
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            return new HubClient(now).get(reference, new HubProgress(progress, "downloading", "into " + now.cache()));
        }
    }
}

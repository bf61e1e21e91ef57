package dev.gemmatune.cli.hub;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.sources.RowSources;
import dev.gemmatune.model.hub.HubCache;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubListener;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Models and data sets by their names on the hub. A download says on stderr what it fetches and how large that is.
 *
 * @param settings read when something of the hub is named for the first time, so that wrong ones disturb nobody else
 * @param console where downloads are shown
 */
public record HubFiles(Supplier<HubSettings> settings, Console console) {

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
        return shown((client, listener) -> RowSources.onHub(address, client, listener));
    }

    /**
     * The file or folder that is named, from the cache, else downloaded. What the cache has is not compared with the hub:
     * {@code pull} does that. A folder of a data set is, since a part of it may be missing.
     *
     * @throws dev.gemmatune.model.UserError if it cannot be had
     */
    public Path get(HubReference reference) {
        return shown((client, listener) -> client.getUnlessCached(reference, listener));
    }

    private <T> T shown(BiFunction<HubClient, HubListener, T> work) {
        HubSettings now = settings.get();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            return work.apply(new HubClient(now), new HubProgress(progress, "downloading", "into " + now.cache()));
        }
    }
}

package dev.gemmatune.cli.hub;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.model.hub.HubCache;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

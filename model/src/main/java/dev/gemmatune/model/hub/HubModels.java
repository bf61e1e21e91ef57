package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Models by the names that users give them: the path of a folder, an id such as {@code google/embeddinggemma-300m}, with
 * {@code @revision} behind it if it is not {@code main}, or the same behind {@value HubReference#PROTOCOL}.
 */
public final class HubModels {

    private HubModels() {}

    /**
     * The folder of a model, without telling anybody how far a download is. A folder of that name comes first, then the
     * cache, then a download, as the environment of this process says.
     *
     * @throws UserError if there is none, or if it cannot be downloaded
     */
    public static Path folder(String name) {
        return folder(name, HubListener.NONE);
    }

    /** The same with somebody who hears how far a download is. */
    public static Path folder(String name, HubListener listener) {
        return folder(
                name,
                Path::of,
                reference -> new HubClient(HubSettings.ofProcess()).getUnlessCached(reference, listener));
    }

    /**
     * The same with other places.
     *
     * @param files the path that a text is, whether it exists or not
     * @param hub brings what is on the hub
     * @throws UserError if there is no such model, or if it is a run, whose checkpoints are in folders of their own
     */
    public static Path folder(String name, Function<String, Path> files, Function<HubReference, Path> hub) {
        Path folder = onHub(name, files).map(hub).orElseGet(() -> files.apply(name));
        if (!Files.exists(folder)) {
            throw new UserError("there is no model " + name
                    + "; give a checkpoint's folder, or an id on the Hugging Face hub such as"
                    + " google/embeddinggemma-300m");
        }
        if (!Files.exists(folder.resolve("config.json"))
                && Files.exists(folder.resolve("best").resolve("config.json"))) {
            throw new UserError(folder + " is a run; give one of its checkpoints: " + folder.resolve("best"));
        }
        return folder;
    }

    /**
     * What a text names on the hub; empty if it is a path. What begins with a folder that is here is a misspelled path and
     * no id.
     *
     * @param files the path that a text is
     */
    public static Optional<HubReference> onHub(String name, Function<String, Path> files) {
        if (name.startsWith(HubReference.PROTOCOL)) {
            return Optional.of(HubReference.ofAddress(name));
        }
        return HubReference.ofModel(name)
                .filter(id -> !Files.exists(files.apply(name))
                        && !Files.isDirectory(files.apply(name.substring(0, name.indexOf('/')))));
    }
}

package dev.gemmatune.model;

import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.adapter.MergedAdapters;
import dev.gemmatune.model.cache.CacheFolder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.hub.HubModels;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Opens whatever a user may call a model: a checkpoint's folder, an adapter's folder in PEFT's format, or an id on the
 * Hugging Face hub of either.
 *
 * <p>An adapter is merged into the base model that its settings name. The merged checkpoint lies in the cache, under the
 * adapter's name, for the next time; it is made anew when a file of the adapter or of the base model has changed.
 */
public final class Models {

    private Models() {}

    /**
     * Opens a folder; weights are not read, unless an adapter has to be merged.
     *
     * @throws UserError naming the file and what is wrong with it; also if an adapter's base model cannot be had
     */
    public static Checkpoint open(Path folder) {
        return open(folder, OptionalInt.empty(), HubModels::folder);
    }

    /**
     * Opens a model by its name.
     *
     * @param name a folder's path, or an id such as {@code google/embeddinggemma-300m}, perhaps with {@code @revision}
     *     behind it; it is downloaded unless the cache has it
     * @throws UserError if there is none, it cannot be downloaded, or it is not sound
     */
    public static Checkpoint open(String name) {
        return open(HubModels.folder(name));
    }

    /**
     * Opens a folder with the answers to what its files may leave open.
     *
     * @param slidingWindow the full width of the sliding window, instead of the file's
     * @param baseModels the folder of an adapter's base model, by the name that the adapter has for it
     */
    public static Checkpoint open(Path folder, OptionalInt slidingWindow, Function<String, Path> baseModels) {
        return AdapterFolder.isAdapter(folder)
                ? new MergedAdapters(CacheFolder.ofProcess(), baseModels).open(folder, slidingWindow)
                : Checkpoint.open(folder, slidingWindow);
    }
}

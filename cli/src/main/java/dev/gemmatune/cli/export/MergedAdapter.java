package dev.gemmatune.cli.export;

import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with nothing but a PEFT adapter, together with its base model. */
public final class MergedAdapter {

    private MergedAdapter() {}

    /**
     * Writes the base model with the adapter in its weights.
     *
     * @param adapter a folder in PEFT's format
     * @param lookup finds the base model, by the name that the adapter's settings have for it
     * @param target gets a complete checkpoint
     * @throws UserError if there is no such model here, or the adapter does not fit it
     */
    public static Checkpoint write(Path adapter, PathLookup lookup, Path target) {
        String base = AdapterFolder.base(adapter);
        Path folder = lookup.find(base);
        if (!Files.isDirectory(folder)) {
            throw new UserError(adapter + " holds an adapter, and its base model " + base
                    + " is not here; put the folder there or change base_model_name_or_path in "
                    + adapter.resolve(AdapterFolder.CONFIG)
                    + ". For a model of the Hugging Face hub, run gemmatune pull first");
        }
        return AdapterFolder.merge(adapter, folder, target);
    }
}

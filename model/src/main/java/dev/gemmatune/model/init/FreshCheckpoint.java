package dev.gemmatune.model.init;

import dev.gemmatune.model.checkpoint.LegacyContent;
import dev.gemmatune.model.checkpoint.LegacyLayout;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.files.AtomicFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a checkpoint of EmbeddingGemma's structure with random weights.
 *
 * <p>Weights are drawn and written part by part, so that memory stays below 100 MB at any size.
 */
public final class FreshCheckpoint {

    private static final String MODEL_CARD = "README.md";

    private FreshCheckpoint() {}

    /** Writes a checkpoint without a model card; see {@link #write(InitSettings, Path, String)}. */
    public static void write(InitSettings settings, Path folder) {
        write(settings, folder, "");
    }

    /**
     * Writes a checkpoint; equal settings give equal weights, bit by bit, on every platform.
     *
     * @param settings what to make it from
     * @param folder where; the folder appears when it is complete and replaces one of that name
     * @param modelCard the text of {@code README.md}; if empty, none is written
     * @throws dev.gemmatune.model.UserError if a file of the tokenizer cannot be used or the place not be written
     */
    public static void write(InitSettings settings, Path folder, String modelCard) {
        ModelShape shape = settings.shape();
        LegacyContent content = LegacyContent.fresh(
                shape.encoder(),
                shape.denseLayers(),
                shape.maxPositions(),
                settings.prompts(),
                settings.weights().embedding().of(shape.hidden()));
        AtomicFiles.writeFolder(folder, part -> {
            settings.tokenizer().write(part, shape, settings.prompts().byName().values());
            LegacyLayout.write(
                    part, content, new WeightGenerator(settings.seed(), settings.weights(), shapes(content)));
            if (!modelCard.isEmpty()) {
                AtomicFiles.writeString(part.resolve(MODEL_CARD), modelCard);
            }
        });
    }

    private static Map<String, List<Long>> shapes(LegacyContent content) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>(TensorNames.transformer(content.encoder()));
        content.dense().forEach(layer -> shapes.put(TensorNames.dense(layer.folder()), layer.shape()));
        return shapes;
    }
}

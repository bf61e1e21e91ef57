package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a checkpoint with new weights, in the layout of the released model whatever the source's layout is.
 *
 * <p>The folder appears at once when it is complete. One tensor at a time is asked for, so that memory stays at the
 * largest one; the cost is that of writing the weights.
 */
public final class CheckpointWriter {

    private static final String MODEL_CARD = "README.md";
    private static final String GENERATION_CONFIG = "generation_config.json";

    private CheckpointWriter() {}

    /** Writes a checkpoint without a model card; see {@link #write(Path, Checkpoint, SafetensorsWriter.Values, String)}. */
    public static void write(Path target, Checkpoint source, SafetensorsWriter.Values values) {
        write(target, source, values, "");
    }

    /**
     * Writes a complete checkpoint.
     *
     * @param target its folder; an existing one, even the source's own, is replaced when the new one is complete
     * @param source where everything but the weights comes from: configuration, prompts, tokenizer
     * @param values the weights by the names of {@link Checkpoint#shapes()}, each asked for once; row-major
     *     little-endian float32
     * @param modelCard the text of {@code README.md}; if empty, none is written
     * @throws dev.gemmatune.model.UserError if the place cannot be written or is full; what was there before stays
     */
    public static void write(Path target, Checkpoint source, SafetensorsWriter.Values values, String modelCard) {
        stream(target, source, SafetensorsWriter.Source.of(values), modelCard, part -> {});
    }

    /**
     * The same from a source that gives tensors part by part.
     *
     * @param more writes further files into the folder before it appears under its name
     */
    public static void stream(
            Path target,
            Checkpoint source,
            SafetensorsWriter.Source values,
            String modelCard,
            AtomicFiles.Writing more) {
        AtomicFiles.writeFolder(target, part -> {
            LegacyLayout.write(part, LegacyContent.of(source), values);
            LegacyTokenizer.copy(source.folder().resolve(CheckpointFiles.TOKENIZER), part, source.maxSequenceLength());
            copyGenerationConfig(source, part);
            if (!modelCard.isEmpty()) {
                AtomicFiles.writeString(part.resolve(MODEL_CARD), modelCard);
            }
            more.to(part);
        });
    }

    private static void copyGenerationConfig(Checkpoint source, Path target) throws IOException {
        Path file = source.folder().resolve(GENERATION_CONFIG);
        if (Files.exists(file)) {
            Files.copy(file, target.resolve(GENERATION_CONFIG));
        }
    }
}

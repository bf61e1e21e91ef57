package dev.gemmatune.export;

import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes a format, and opens what it wrote. */
public interface Exporter {

    /**
     * Looks whether a checkpoint of this shape can be written at all. Reads no weight.
     *
     * @param dimension to which its embeddings will be cut, or their own
     * @throws dev.gemmatune.model.UserError if it cannot, with the reason
     */
    default void check(Checkpoint checkpoint, int dimension) {}

    /**
     * Writes the files.
     *
     * @param provenance properties that should travel inside, see {@link dev.gemmatune.export.report.Provenance}
     * @param folder an empty folder
     * @throws IOException if a file cannot be written
     * @throws dev.gemmatune.model.UserError if a weight cannot be stored, naming it
     */
    void write(Checkpoint checkpoint, Map<String, String> provenance, Path folder, ExportProgress progress)
            throws IOException;

    /** The files below the folder that can be opened; the first is the one that is measured. */
    List<String> models();

    /** Opens one of {@link #models()}. */
    ExportedModel open(Checkpoint checkpoint, Path model);

    /** Opens what turns texts into ids for {@link #models()}, from the written files alone. */
    WrittenTexts texts(Checkpoint checkpoint, Path folder);

    /**
     * The most memory that a virtual machine which only runs the model has resident beyond an idle one, in megabytes;
     * empty if that is not known.
     *
     * @param model one of {@link #models()}
     * @param ids of a text
     * @throws IOException if the measurement cannot be started
     */
    default OptionalDouble residentMegabytes(Path model, int[] ids) throws IOException {
        return OptionalDouble.empty();
    }

    /**
     * Whether what {@link #open} gives is the trainer's own encoder with weights that were read back and compared with
     * {@link #stored} value by value. It pads nothing, and a second trainer with the same weights has little to add.
     */
    default boolean opensInTrainer() {
        return false;
    }

    /** Whether weights lose precision when they are stored. */
    boolean rounds();

    /**
     * What a reader gets back for values of a weight; called only if the format {@link #rounds()}.
     *
     * @param name the weight, as a checkpoint has it
     * @param values whole rows; may be changed
     * @param columns values of a row
     */
    float[] stored(String name, float[] values, int columns);

    /** The limits for this format unless others are given. */
    Limits limits();
}

package dev.gemmatune.cli.report;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which model the result files of a name belong to, kept beside them as {@code origins/NAME.json}.
 *
 * @param folder of the checkpoint
 * @param weights hash of what is in it
 */
record ModelOrigin(String folder, String weights) {

    /** Whether this is the same model, perhaps trained anew in its place, or moved. */
    boolean mayBe(ModelOrigin other) {
        return folder.equals(other.folder) || weights.equals(other.weights);
    }

    /** What was kept of a name; empty if nothing was, or it cannot be read. */
    static Optional<ModelOrigin> read(Path output, String name) {
        Path file = file(output, name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject json = Json.readObject(file);
            return Optional.of(new ModelOrigin(
                    Json.string(json, "folder", file.toString()), Json.string(json, "weights", file.toString())));
        } catch (UserError broken) {
            return Optional.empty();
        }
    }

    void write(Path output, String name) {
        JsonObject json = new JsonObject();
        json.addProperty("folder", folder);
        json.addProperty("weights", weights);
        AtomicFiles.writeString(file(output, name), Json.pretty(json) + "\n");
    }

    private static Path file(Path output, String name) {
        return output.resolve("origins").resolve(name + ".json");
    }
}

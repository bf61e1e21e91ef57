package dev.gemmatune.eval.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The folder in which mteb looks for results: {@code OUTPUT/results/ORGANISATION__MODEL/REVISION/TASK.json} and beside
 * it {@code model_meta.json}; those of a cut dimension lie under {@code experiments/embed_dim_256}.
 *
 * @param output what mteb calls the cache
 * @param model the model
 */
public record ResultFolder(Path output, ModelMeta model) {

    /** Where the files of a dimension are. */
    public Path at(int dimension) {
        Path folder = output.resolve("results")
                .resolve(model.name().replace("/", "__"))
                .resolve(model.revision());
        Map<String, Object> experiment = model.experiment(dimension);
        if (experiment.isEmpty()) {
            return folder;
        }
        String name = experiment.entrySet().stream()
                .map(entry -> entry.getKey() + "_" + entry.getValue())
                .collect(Collectors.joining("__"));
        return folder.resolve("experiments").resolve(name);
    }

    /**
     * Writes a task's scores at a dimension, and what is known of the model. Scores of other splits that the file holds
     * already, of the same data by the same definitions, stay in it, as mteb keeps them.
     *
     * @return the file with the scores
     * @throws dev.gemmatune.model.UserError if it cannot be written
     */
    public Path write(int dimension, TaskResult result) {
        Path file = at(dimension).resolve(result.taskName() + ".json");
        AtomicFiles.writeString(file.resolveSibling("model_meta.json"), Json.pretty(modelMeta(dimension)));
        AtomicFiles.writeString(file, Json.pretty(TaskResultJson.write(joined(file, result))));
        return file;
    }

    private static TaskResult joined(Path file, TaskResult result) {
        if (!Files.exists(file)) {
            return result;
        }
        TaskResult earlier;
        try {
            earlier = TaskResultJson.read(file);
        } catch (UserError broken) {
            return result; // it is replaced by one that is not broken
        }
        boolean same = earlier.taskName().equals(result.taskName())
                && earlier.datasetRevision().equals(result.datasetRevision())
                && Objects.equals(earlier.mtebVersion(), result.mtebVersion());
        return same ? result.withSplitsOf(earlier) : result;
    }

    private JsonObject modelMeta(int dimension) {
        JsonObject meta = new JsonObject();
        meta.addProperty("name", model.name());
        meta.addProperty("revision", model.revision());
        meta.add("release_date", JsonNull.INSTANCE);
        meta.add("languages", JsonNull.INSTANCE);
        meta.addProperty("n_parameters", model.parameters());
        meta.addProperty("max_tokens", model.maximumTokens());
        meta.addProperty("embed_dim", model.dimension());
        meta.addProperty("open_weights", true);
        JsonArray framework = new JsonArray();
        framework.add("Sentence Transformers");
        meta.add("framework", framework);
        meta.addProperty("similarity_fn_name", "cosine");
        meta.addProperty("use_instructions", true);
        JsonObject experiment = new JsonObject();
        model.experiment(dimension).forEach((key, value) -> experiment.addProperty(key, (Number) value));
        meta.add("experiment_kwargs", experiment.isEmpty() ? JsonNull.INSTANCE : experiment);
        return meta;
    }
}

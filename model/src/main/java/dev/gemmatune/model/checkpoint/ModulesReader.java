package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code modules.json} and the folders it names: mean pooling, linear dense layers, L2 norm. */
final class ModulesReader {

    private static final String PACKAGE = "sentence_transformers.";
    /** Names of folders below the checkpoint's, with slashes between; no way leads up or elsewhere. */
    private static final Pattern FOLDER =
            Pattern.compile("(?!\\.{1,2}(/|$))[^/\\\\:\\p{Cntrl}]+" + "(/(?!\\.{1,2}(/|$))[^/\\\\:\\p{Cntrl}]+)*");

    private final Path folder;
    private final Path file;
    private final int hiddenSize;
    private final List<String> kinds = new ArrayList<>();
    private final List<DenseLayer> dense = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> paths = new HashSet<>();

    private ModulesReader(Path folder, int hiddenSize) {
        this.folder = folder;
        this.file = folder.resolve(CheckpointFiles.MODULES);
        this.hiddenSize = hiddenSize;
    }

    /** The dense layers in order; everything else of the pipeline is checked to be what the encoder computes. */
    static List<DenseLayer> read(Path folder, int hiddenSize) {
        ModulesReader reader = new ModulesReader(folder, hiddenSize);
        for (JsonElement element : Json.readArray(reader.file)) {
            reader.add(Json.asObject(element, reader.file + " (module " + reader.kinds.size() + ")"));
        }
        reader.checkOrder();
        reader.checkSizes();
        return reader.dense;
    }

    private void add(JsonObject module) {
        CheckpointKeys.check(module, CheckpointFiles.MODULES, file.toString());
        String type = Json.string(module, "type", file.toString());
        String kind = type.substring(type.lastIndexOf('.') + 1);
        String path = Json.string(module, "path", file.toString());
        checkPlace(module, path, kind);
        kinds.add(kind);
        Path config = folder.resolve(path).resolve(CheckpointFiles.CONFIG);
        switch (type.startsWith(PACKAGE) ? kind : "") {
            case "Transformer" -> {}
            case "Pooling" -> checkPooling(config);
            case "Dense" -> dense.add(dense(path, config));
            case "Normalize" -> checkNormalize(config);
            default -> throw new UserError(file + ": the module " + type + " is not part of EmbeddingGemma");
        }
    }

    /** The transformer lies in the folder itself, every other module in a folder of its own below it. */
    private void checkPlace(JsonObject module, String path, String kind) {
        boolean transformer = kind.equals("Transformer");
        if (transformer ? !path.isEmpty() : !FOLDER.matcher(path).matches()) {
            throw new UserError(file + ": the path of the module " + kind + " must be "
                    + (transformer ? "empty, the folder itself" : "a folder inside " + folder)
                    + ", found " + CheckpointKeys.shown(module.get("path")) + "; put the files there");
        }
        if (!paths.add(path)) {
            throw new UserError(file + ": two modules have the path \"" + path + "\"; each needs a folder of its own");
        }
        JsonElement name = module.get("name");
        if (name != null && !names.add(name.toString())) {
            throw new UserError(file + ": two modules have the name " + name
                    + ", of which sentence-transformers keeps one; each needs its own");
        }
    }

    private void checkOrder() {
        String order = String.join(" ", kinds);
        if (!order.matches("Transformer Pooling( Dense)* Normalize")) {
            throw new UserError(
                    file + ": expected the modules Transformer, Pooling, Dense…, Normalize, found " + order);
        }
    }

    private void checkPooling(Path config) {
        JsonObject json = Json.readObject(config);
        CheckpointKeys.check(json, CheckpointFiles.POOLING_CONFIG, config.toString());
        if (!json.has("pooling_mode") && !json.has("pooling_mode_mean_tokens")) {
            throw new UserError(config + ": expected pooling_mode \"mean\" or pooling_mode_mean_tokens true, found "
                    + json.keySet() + "; EmbeddingGemma takes the mean over all tokens");
        }
        for (String key : List.of("word_embedding_dimension", "embedding_dimension")) {
            if (json.has(key) && Json.integer(json, key, config.toString()) != hiddenSize) {
                throw new UserError(
                        config + ": " + key + " must be " + hiddenSize + ", the hidden_size of config.json, found "
                                + json.get(key) + "; correct the one or the other");
            }
        }
    }

    private static DenseLayer dense(String path, Path config) {
        JsonObject json = Json.readObject(config);
        CheckpointKeys.check(json, CheckpointFiles.DENSE_CONFIG, config.toString());
        return new DenseLayer(path, size(json, "in_features", config), size(json, "out_features", config));
    }

    private static int size(JsonObject json, String key, Path config) {
        int size = Json.integer(json, key, config.toString());
        if (size < 1) {
            throw new UserError(config + ": " + key + " must be at least 1, found " + size
                    + "; take the value of the model that this one was made from");
        }
        return size;
    }

    /** Its folder need not be there: the released model has none. */
    private static void checkNormalize(Path config) {
        if (Files.exists(config)) {
            CheckpointKeys.check(Json.readObject(config), CheckpointFiles.NORMALIZE_CONFIG, config.toString());
        }
    }

    private void checkSizes() {
        int size = hiddenSize;
        for (DenseLayer layer : dense) {
            if (layer.inputs() != size) {
                throw new UserError(folder.resolve(layer.folder()).resolve(CheckpointFiles.CONFIG) + ": in_features is "
                        + layer.inputs() + ", but the module before gives " + size);
            }
            size = layer.outputs();
        }
    }
}

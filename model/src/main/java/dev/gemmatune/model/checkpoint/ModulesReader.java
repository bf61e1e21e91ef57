package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code modules.json} and the folders it names: mean pooling, linear dense layers, L2 norm. */
final class ModulesReader {

    private ModulesReader() {}

    /** The dense layers in order; everything else of the pipeline is checked to be what the encoder computes. */
    static List<DenseLayer> read(Path folder, int hiddenSize) {
        Path file = folder.resolve(CheckpointFiles.MODULES);
        List<String> kinds = new ArrayList<>();
        List<DenseLayer> dense = new ArrayList<>();
        for (JsonElement element : Json.readArray(file)) {
            if (!element.isJsonObject()) {
                throw new UserError(file + ": expected an object for each module, found " + Json.describe(element));
            }
            JsonObject module = element.getAsJsonObject();
            String type = Json.string(module, "type", file.toString());
            String kind = type.substring(type.lastIndexOf('.') + 1);
            String path = Json.string(module, "path", file.toString());
            kinds.add(kind);
            switch (kind) {
                case "Pooling" -> checkPooling(folder.resolve(path).resolve(CheckpointFiles.CONFIG));
                case "Dense" -> dense.add(dense(folder, path));
                case "Transformer", "Normalize" -> {}
                default -> throw new UserError(file + ": the module " + type + " is not part of EmbeddingGemma");
            }
        }
        checkOrder(file, kinds);
        checkSizes(folder, dense, hiddenSize);
        return dense;
    }

    private static void checkOrder(Path file, List<String> kinds) {
        String order = String.join(" ", kinds);
        if (!order.matches("Transformer Pooling( Dense)* Normalize")) {
            throw new UserError(
                    file + ": expected the modules Transformer, Pooling, Dense…, Normalize, found " + order);
        }
    }

    private static void checkPooling(Path file) {
        JsonObject json = Json.readObject(file);
        JsonElement mode = json.get("pooling_mode");
        JsonElement legacy = json.get("pooling_mode_mean_tokens");
        boolean newLayout = mode != null && !mode.isJsonNull();
        boolean mean = newLayout
                ? mode.toString().equals("\"mean\"")
                : String.valueOf(legacy).equals("true");
        boolean others = json.entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith("pooling_mode_")
                        && !entry.getKey().equals("pooling_mode_mean_tokens")
                        && entry.getValue().toString().equals("true"));
        JsonElement includePrompt = json.get("include_prompt");
        boolean withoutPrompt =
                includePrompt != null && includePrompt.toString().equals("false");
        if (!mean || others || withoutPrompt) {
            throw new UserError(file + ": EmbeddingGemma takes the mean over all tokens, prompt included"
                    + " (pooling_mode_mean_tokens true, include_prompt true); this file says otherwise");
        }
    }

    private static DenseLayer dense(Path folder, String path) {
        Path file = folder.resolve(path).resolve(CheckpointFiles.CONFIG);
        JsonObject json = Json.readObject(file);
        String place = file.toString();
        JsonElement bias = json.get("bias");
        if (bias == null || !bias.toString().equals("false")) {
            throw new UserError(file + ": bias must be false, found " + bias);
        }
        String activation = Json.string(json, "activation_function", place);
        if (!activation.endsWith(".Identity")) {
            throw new UserError(file + ": activation_function must be Identity, found " + activation);
        }
        return new DenseLayer(
                path, Json.integer(json, "in_features", place), Json.integer(json, "out_features", place));
    }

    private static void checkSizes(Path folder, List<DenseLayer> dense, int hiddenSize) {
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

package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code config.json} in both layouts and refuses what the encoder would compute differently. */
final class ConfigReader {

    private static final Logger logger = LoggerFactory.getLogger(ConfigReader.class);

    private final JsonObject json;
    private final String place;

    private ConfigReader(JsonObject json, String place) {
        this.json = json;
        this.place = place;
    }

    static EncoderConfig read(JsonObject json, Path file, OptionalInt slidingWindow) {
        ConfigReader reader = new ConfigReader(json, file.toString());
        reader.checkArchitecture();
        try {
            return reader.config(slidingWindow);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        }
    }

    private EncoderConfig config(OptionalInt slidingWindow) {
        int hidden = integer("hidden_size");
        int heads = integer("num_attention_heads");
        int headSize = json.has("head_dim") ? integer("head_dim") : hidden / heads;
        List<Boolean> fullAttention = layerTypes();
        return new EncoderConfig(
                integer("vocab_size"),
                hidden,
                integer("intermediate_size"),
                heads,
                integer("num_key_value_heads"),
                headSize,
                fullAttention,
                slidingWindow.isPresent() ? slidingWindow.getAsInt() : soundWindow(hidden, fullAttention.size()),
                json.has("query_pre_attn_scalar") ? number("query_pre_attn_scalar") : headSize,
                number("rms_norm_eps"),
                ropeBase("full_attention", "rope_theta"),
                ropeBase("sliding_attention", "rope_local_base_freq"),
                integer("max_position_embeddings"));
    }

    private void checkArchitecture() {
        String type = Json.string(json, "model_type", place);
        if (!type.equals("gemma3_text")) {
            throw new UserError(place + ": model_type is \"" + type
                    + "\"; gemmatune tunes EmbeddingGemma, whose type is \"gemma3_text\"");
        }
        expect("use_bidirectional_attention", "true", "a causal Gemma is no embedding model");
        String activation = Json.string(json, "hidden_activation", place);
        if (!activation.equals("gelu_pytorch_tanh")) {
            throw new UserError(place + ": hidden_activation is \"" + activation + "\", expected gelu_pytorch_tanh");
        }
        expectAbsent("attn_logit_softcapping");
        expectAbsent("rope_scaling");
        JsonElement bias = json.get("attention_bias");
        if (bias != null && !bias.toString().equals("false")) {
            throw new UserError(place + ": attention_bias must be false, found " + bias);
        }
    }

    private void expect(String key, String value, String why) {
        JsonElement found = json.get(key);
        if (found == null || !found.toString().equals(value)) {
            throw new UserError(place + ": " + key + " must be " + value + ", found "
                    + (found == null ? "nothing" : found.toString()) + "; " + why);
        }
    }

    private void expectAbsent(String key) {
        JsonElement found = json.get(key);
        if (found != null && !found.isJsonNull()) {
            throw new UserError(place + ": " + key + " must be null, found " + found);
        }
    }

    private List<Boolean> layerTypes() {
        int layers = integer("num_hidden_layers");
        List<Boolean> full = new ArrayList<>();
        if (!json.has("layer_types")) {
            int pattern = json.has("_sliding_window_pattern") ? integer("_sliding_window_pattern") : 6;
            for (int layer = 0; layer < layers; layer++) {
                full.add((layer + 1) % pattern == 0);
            }
            return full;
        }
        JsonElement types = json.get("layer_types");
        if (!types.isJsonArray() || types.getAsJsonArray().size() != layers) {
            throw new UserError(place + ": layer_types must list " + layers + " layers (num_hidden_layers)");
        }
        for (JsonElement type : types.getAsJsonArray()) {
            switch (type.isJsonPrimitive() ? type.getAsString() : "") {
                case "full_attention" -> full.add(true);
                case "sliding_attention" -> full.add(false);
                default ->
                    throw new UserError(place + ": layer_types holds " + Json.describe(type)
                            + "; full_attention and sliding_attention are known");
            }
        }
        return full;
    }

    private double ropeBase(String attention, String legacyKey) {
        JsonElement parameters = json.get("rope_parameters");
        if (parameters == null || !parameters.isJsonObject()) {
            return number(legacyKey);
        }
        JsonElement entry = parameters.getAsJsonObject().get(attention);
        if (entry == null || !entry.isJsonObject()) {
            throw new UserError(place + ": rope_parameters has no object \"" + attention + "\"");
        }
        String inside = place + " (rope_parameters." + attention + ")";
        JsonElement ropeType = entry.getAsJsonObject().get("rope_type");
        if (ropeType != null && !ropeType.getAsString().equals("default")) {
            throw new UserError(inside + ": rope_type must be \"default\", found " + Json.describe(ropeType));
        }
        return Json.number(entry.getAsJsonObject(), "rope_theta", inside);
    }

    /**
     * The window's full width. Releases of transformers before 5.18 wrote the radius they work with back into the
     * file, one step of {@code n / 2 + 1} per load and save (huggingface/transformers pull request 47940), and so an odd
     * power of two plus one is never what the model was trained with.
     */
    private int soundWindow(int hidden, int layers) {
        int window = integer("sliding_window");
        boolean damaged = window > 1 && Integer.bitCount(window - 1) == 1 && window % 2 == 1;
        if (!damaged) {
            return window;
        }
        boolean released = hidden == 768 && layers == 24;
        if (!released) {
            throw new UserError(place + ": sliding_window is " + window + ", the halved value that transformers before"
                    + " 5.18 wrote; the original width of this shape is not in the file. Set model.sliding_window"
                    + " (before one such save it was " + (window - 1) * 2 + ")");
        }
        logger.warn(
                "{}: sliding_window is {}, the halved value that transformers before 5.18 wrote; using 512, the width"
                        + " of EmbeddingGemma",
                place,
                window);
        return 512;
    }

    private int integer(String key) {
        return Json.integer(json, key, place);
    }

    private double number(String key) {
        return Json.number(json, key, place);
    }
}

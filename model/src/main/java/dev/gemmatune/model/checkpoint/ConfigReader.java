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

/**
 * Reads {@code config.json} in both layouts and refuses what the encoder would compute differently, and values out of
 * range before anything is made of their size. Constants that are left out are those of transformers' Gemma3TextConfig.
 */
final class ConfigReader {

    private static final Logger logger = LoggerFactory.getLogger(ConfigReader.class);

    /** More than any model of this kind has; lists are made of that many layers before the weights are looked at. */
    private static final int MOST_LAYERS = 1000;
    /** Eight times what the largest Gemma 3 was made for. */
    private static final int MOST_POSITIONS = 1 << 20;

    private static final int DEFAULT_HEAD_SIZE = 256;
    private static final int DEFAULT_POSITIONS = 131_072;
    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_PATTERN = 6;
    private static final double DEFAULT_EPSILON = 1e-6;
    private static final double DEFAULT_SCALAR = 256;

    private final JsonObject json;
    private final String place;

    private ConfigReader(JsonObject json, String place) {
        this.json = json;
        this.place = place;
    }

    static EncoderConfig read(JsonObject json, Path file, OptionalInt slidingWindow) {
        ConfigReader reader = new ConfigReader(json, file.toString());
        reader.checkArchitecture();
        CheckpointKeys.check(json, CheckpointFiles.CONFIG, file.toString());
        reader.checkQuantization();
        try {
            return reader.config(slidingWindow);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        }
    }

    private EncoderConfig config(OptionalInt slidingWindow) {
        int hidden = size("hidden_size", Integer.MAX_VALUE);
        int heads = size("num_attention_heads", Integer.MAX_VALUE);
        int keyValueHeads = size("num_key_value_heads", heads);
        if (heads % keyValueHeads != 0) {
            throw new UserError(place + ": num_key_value_heads must divide num_attention_heads, found " + keyValueHeads
                    + " and " + heads + remedy());
        }
        int headSize = sizeOr("head_dim", DEFAULT_HEAD_SIZE, Integer.MAX_VALUE);
        if (headSize % 2 != 0) {
            throw new UserError(
                    place + ": head_dim must be even, since positions turn pairs of it, found " + headSize + remedy());
        }
        List<Boolean> fullAttention = layerTypes(size("num_hidden_layers", MOST_LAYERS));
        RopeBases rope = RopeBases.read(json, place);
        return new EncoderConfig(
                size("vocab_size", Integer.MAX_VALUE),
                hidden,
                size("intermediate_size", Integer.MAX_VALUE),
                heads,
                keyValueHeads,
                headSize,
                fullAttention,
                slidingWindow.isPresent() ? slidingWindow.getAsInt() : soundWindow(hidden, fullAttention.size()),
                numberOr("query_pre_attn_scalar", DEFAULT_SCALAR, 1e-6, 1e9),
                numberOr("rms_norm_eps", DEFAULT_EPSILON, 1e-30, 1),
                rope.full(),
                rope.sliding(),
                positions());
    }

    private void checkArchitecture() {
        String type = Json.string(json, "model_type", place);
        if (!type.equals("gemma3_text")) {
            throw new UserError(place + ": model_type is \"" + type
                    + "\"; gemmatune tunes EmbeddingGemma, whose type is \"gemma3_text\"");
        }
    }

    /** Integers that were packed as compressed-tensors does it are found by their names; no other package's are read. */
    private void checkQuantization() {
        JsonElement found = json.get("quantization_config");
        if (found == null || found.isJsonNull()) {
            return;
        }
        JsonElement method =
                Json.asObject(found, place + " (quantization_config)").get("quant_method");
        if (!String.valueOf(method).equals("\"compressed-tensors\"")) {
            throw new UserError(place + ": quantization_config names the method " + method
                    + ", expected compressed-tensors; take the model's weights as floats");
        }
    }

    private List<Boolean> layerTypes(int layers) {
        JsonElement types = json.get("layer_types");
        if (types == null || types.isJsonNull()) {
            return patternOf(layers);
        }
        if (!types.isJsonArray() || types.getAsJsonArray().size() != layers) {
            throw new UserError(place + ": layer_types must list " + layers + " layers (num_hidden_layers), found "
                    + (types.isJsonArray() ? types.getAsJsonArray().size() : Json.describe(types)) + remedy());
        }
        List<Boolean> full = new ArrayList<>();
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

    /**
     * Every so-many-th layer sees the whole text. transformers takes the number from {@code sliding_window_pattern} and
     * passes over {@code _sliding_window_pattern}, which it writes itself: where they disagree, nobody can know which
     * one the weights were trained with.
     */
    private List<Boolean> patternOf(int layers) {
        int pattern = sizeOr("sliding_window_pattern", DEFAULT_PATTERN, Integer.MAX_VALUE);
        int written = sizeOr("_sliding_window_pattern", pattern, Integer.MAX_VALUE);
        if (written != pattern) {
            throw new UserError(place + ": _sliding_window_pattern is " + written + ", but without layer_types"
                    + " transformers takes sliding_window_pattern, here " + pattern
                    + "; write layer_types, the kind of each layer");
        }
        List<Boolean> full = new ArrayList<>();
        for (int layer = 1; layer <= layers; layer++) {
            full.add(layer % pattern == 0);
        }
        return full;
    }

    private int positions() {
        int positions = sizeOr("max_position_embeddings", DEFAULT_POSITIONS, MOST_POSITIONS);
        if (positions < 2) {
            throw new UserError(place + ": max_position_embeddings must be at least 2 (begin and end of a text), found "
                    + positions + remedy());
        }
        return positions;
    }

    /**
     * The window's full width. Releases of transformers before 5.18 wrote the radius they work with back into the
     * file, one step of {@code n / 2 + 1} per load and save (huggingface/transformers pull request 47940), and so an odd
     * power of two plus one is never what the model was trained with.
     */
    private int soundWindow(int hidden, int layers) {
        int window = sizeOr("sliding_window", DEFAULT_WINDOW, Integer.MAX_VALUE);
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

    /** A whole number from 1 to {@code most}. */
    private int size(String key, int most) {
        int value = Json.integer(json, key, place);
        if (value < 1 || value > most) {
            String range = most == Integer.MAX_VALUE ? "at least 1" : "1 to " + most;
            throw new UserError(place + ": " + key + " must be " + range + ", found " + value + remedy());
        }
        return value;
    }

    private int sizeOr(String key, int otherwise, int most) {
        return json.has(key) ? size(key, most) : otherwise;
    }

    private double numberOr(String key, double otherwise, double least, double most) {
        return json.has(key) ? number(json, key, least, most, place) : otherwise;
    }

    /** A number of an object, held against a range; {@code place} begins the message of an error. */
    static double number(JsonObject object, String key, double least, double most, String place) {
        double value = Json.number(object, key, place);
        if (!(value >= least && value <= most)) {
            throw new UserError(place + ": " + key + " must be " + shortest(least) + " to " + shortest(most)
                    + ", found " + object.get(key).getAsString() + remedy());
        }
        return value;
    }

    /** As people write a limit: 1e-30 and 1, not 1.0E-30 and 1.0. */
    private static String shortest(double limit) {
        return String.valueOf(limit).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    }

    private static String remedy() {
        return "; take the value of the model that this one was made from";
    }
}

package dev.gemmatune.export.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/**
 * The member {@code quantization_config} of {@code config.json}, from which transformers learns that the package
 * compressed-tensors reads the weights. Source: {@code QuantizationConfig} in vllm-project/compressed-tensors.
 */
final class QuantizationConfig {

    private static final String PACKED = "pack-quantized";
    private static final String BYTES = "int-quantized";
    private static final int GROUP = 32;

    private QuantizationConfig() {}

    static Optional<JsonObject> of(CheckpointWeights weights) {
        return switch (weights) {
            case FLOAT32, BFLOAT16 -> Optional.empty();
            case INT8 -> Optional.of(config(BYTES, group(8, false, "Linear", "Embedding")));
            case Q4 -> Optional.of(config(PACKED, group(4, true, "Linear"), group(8, true, "Embedding")));
        };
    }

    private static JsonObject config(String format, JsonObject... groups) {
        JsonObject byName = new JsonObject();
        for (JsonObject group : groups) {
            group.addProperty("format", format);
            byName.add("group_" + byName.size(), group);
        }
        JsonObject config = new JsonObject();
        config.addProperty("quant_method", "compressed-tensors");
        config.addProperty("format", format);
        config.addProperty("quantization_status", "compressed");
        config.add("config_groups", byName);
        config.add("ignore", new JsonArray());
        config.add("kv_cache_scheme", JsonNull.INSTANCE);
        return config;
    }

    private static JsonObject group(int bits, boolean grouped, String... targets) {
        JsonObject weights = new JsonObject();
        weights.addProperty("num_bits", bits);
        weights.addProperty("type", "int");
        weights.addProperty("symmetric", true);
        weights.addProperty("strategy", grouped ? "group" : "channel");
        weights.add("group_size", grouped ? new JsonPrimitive(GROUP) : JsonNull.INSTANCE);
        weights.addProperty("dynamic", false);
        JsonArray names = new JsonArray();
        for (String target : targets) {
            names.add(target);
        }
        JsonObject group = new JsonObject();
        group.add("targets", names);
        group.add("weights", weights);
        group.add("input_activations", JsonNull.INSTANCE);
        group.add("output_activations", JsonNull.INSTANCE);
        return group;
    }
}

package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** Makes {@code config.json} with the field names of the released model. */
final class LegacyConfig {

    private static final String FULL_BASE = "rope_theta";
    private static final String SLIDING_BASE = "rope_local_base_freq";
    private static final String NEW_BASES = "rope_parameters";

    private LegacyConfig() {}

    /**
     * A configuration of either layout in the released model's: the rotary bases under their own names, the window's
     * full width, float32. Every other field stays as it is, number by number.
     */
    static JsonObject of(JsonObject source, EncoderConfig encoder) {
        JsonObject config = new JsonObject();
        for (String key : source.keySet()) {
            config.add(key, source.get(key).deepCopy());
        }
        // Numbers stay as they are written where they already have these names.
        if (source.has(NEW_BASES) || !source.has(FULL_BASE) || !source.has(SLIDING_BASE)) {
            config.addProperty(FULL_BASE, encoder.ropeBaseFull());
            config.addProperty(SLIDING_BASE, encoder.ropeBaseSliding());
        }
        config.add("rope_scaling", JsonNull.INSTANCE);
        config.remove(NEW_BASES);
        config.add("layer_types", layerTypes(encoder));
        config.addProperty("sliding_window", encoder.slidingWindow());
        config.remove("quantization_config"); // weights are written as floats
        config.remove("torch_dtype");
        config.addProperty("dtype", "float32");
        return config;
    }

    /** The configuration of a new model, with the fields of the released file. */
    static JsonObject fresh(EncoderConfig encoder, double initializerRange) {
        JsonObject config = new JsonObject();
        int period = encoder.fullAttention().indexOf(true) + 1;
        config.addProperty("_sliding_window_pattern", period == 0 ? encoder.layers() + 1 : period);
        config.add("architectures", array("Gemma3TextModel"));
        config.addProperty("attention_bias", false);
        config.addProperty("attention_dropout", 0.0);
        config.add("attn_logit_softcapping", JsonNull.INSTANCE);
        config.addProperty("bos_token_id", 2);
        config.addProperty("dtype", "float32");
        config.addProperty("eos_token_id", 1);
        config.add("final_logit_softcapping", JsonNull.INSTANCE);
        config.addProperty("head_dim", encoder.headSize());
        config.addProperty("hidden_activation", "gelu_pytorch_tanh");
        config.addProperty("hidden_size", encoder.hiddenSize());
        config.addProperty("initializer_range", initializerRange);
        config.addProperty("intermediate_size", encoder.intermediateSize());
        config.add("layer_types", layerTypes(encoder));
        config.addProperty("max_position_embeddings", encoder.maxPositions());
        config.addProperty("model_type", "gemma3_text");
        config.addProperty("num_attention_heads", encoder.heads());
        config.addProperty("num_hidden_layers", encoder.layers());
        config.addProperty("num_key_value_heads", encoder.keyValueHeads());
        config.addProperty("pad_token_id", 0);
        config.add("query_pre_attn_scalar", wholeWherePossible(encoder.attentionScalar()));
        config.addProperty("rms_norm_eps", encoder.normEpsilon());
        config.addProperty(SLIDING_BASE, encoder.ropeBaseSliding());
        config.add("rope_scaling", JsonNull.INSTANCE);
        config.addProperty(FULL_BASE, encoder.ropeBaseFull());
        config.addProperty("sliding_window", encoder.slidingWindow());
        config.addProperty("transformers_version", LegacyLayout.TRANSFORMERS_VERSION);
        config.addProperty("use_bidirectional_attention", true);
        config.addProperty("use_cache", true);
        config.addProperty("vocab_size", encoder.vocabularySize());
        return config;
    }

    private static JsonArray layerTypes(EncoderConfig encoder) {
        JsonArray types = new JsonArray();
        encoder.fullAttention().forEach(full -> types.add(full ? "full_attention" : "sliding_attention"));
        return types;
    }

    /** transformers refuses {@code 256.0} where it expects an integer. */
    private static JsonElement wholeWherePossible(double value) {
        return value == Math.rint(value) ? new JsonPrimitive((long) value) : new JsonPrimitive(value);
    }

    private static JsonArray array(String value) {
        JsonArray array = new JsonArray();
        array.add(value);
        return array;
    }
}

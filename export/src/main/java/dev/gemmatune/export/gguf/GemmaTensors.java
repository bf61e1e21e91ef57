package dev.gemmatune.export.gguf;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.TensorNames;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names of EmbeddingGemma's tensors in llama.cpp. Source: {@code MODEL_ARCH.GEMMA_EMBEDDING} in
 * {@code gguf-py/gguf/constants.py} of ggml-org/llama.cpp.
 */
final class GemmaTensors {

    private static final Map<String, String> OF_LAYER = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "post_attention_norm"),
            Map.entry("pre_feedforward_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"),
            Map.entry("post_feedforward_layernorm", "post_ffw_norm"));

    private static final String WEIGHT = ".weight";
    private static final String LAYERS = "layers.";

    private GemmaTensors() {}

    /** llama.cpp's name of each weight by the checkpoint's, in the checkpoint's order. */
    static Map<String, String> names(Checkpoint checkpoint) {
        Map<String, String> names = new LinkedHashMap<>();
        checkpoint.shapes().keySet().forEach(name -> names.put(name, name(name)));
        for (int i = 0; i < checkpoint.dense().size(); i++) {
            DenseLayer layer = checkpoint.dense().get(i);
            names.put(TensorNames.dense(layer.folder()), "dense_" + (i + 2) + WEIGHT);
        }
        return names;
    }

    /** Whether the weight is an RMSNorm's, which llama.cpp wants as the factor {@code 1 + w}. */
    static boolean isNorm(String name) {
        return name.endsWith("norm.weight");
    }

    private static String name(String name) {
        if (name.equals(TensorNames.EMBEDDING)) {
            return "token_embd" + WEIGHT;
        }
        if (name.equals(TensorNames.FINAL_NORM)) {
            return "output_norm" + WEIGHT;
        }
        if (!name.startsWith(LAYERS)) {
            return name;
        }
        int dot = name.indexOf('.', LAYERS.length());
        String part = name.substring(dot + 1, name.length() - WEIGHT.length());
        return "blk" + name.substring(LAYERS.length() - 1, dot) + "." + OF_LAYER.get(part) + WEIGHT;
    }
}

package dev.gemmatune.model.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names and shapes of the encoder's tensors, in the order in which the encoder takes them: token embedding, 13 per
 * layer, final norm, dense layers.
 */
public final class TensorNames {

    /** The token embedding, {@code [vocabulary, D]}. */
    public static final String EMBEDDING = "embed_tokens.weight";
    /** The final norm, {@code [D]}. */
    public static final String FINAL_NORM = "norm.weight";

    private TensorNames() {}

    /** Names and shapes of the transformer's tensors, those of {@code model.safetensors}. */
    public static Map<String, List<Long>> transformer(EncoderConfig config) {
        long hidden = config.hiddenSize();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        long wide = config.intermediateSize();
        long head = config.headSize();
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, List.of((long) config.vocabularySize(), hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "layers." + layer + ".";
            shapes.put(prefix + "input_layernorm.weight", List.of(hidden));
            shapes.put(prefix + "self_attn.q_proj.weight", List.of(queries, hidden));
            shapes.put(prefix + "self_attn.k_proj.weight", List.of(keys, hidden));
            shapes.put(prefix + "self_attn.v_proj.weight", List.of(keys, hidden));
            shapes.put(prefix + "self_attn.q_norm.weight", List.of(head));
            shapes.put(prefix + "self_attn.k_norm.weight", List.of(head));
            shapes.put(prefix + "self_attn.o_proj.weight", List.of(hidden, queries));
            shapes.put(prefix + "post_attention_layernorm.weight", List.of(hidden));
            shapes.put(prefix + "pre_feedforward_layernorm.weight", List.of(hidden));
            shapes.put(prefix + "mlp.gate_proj.weight", List.of(wide, hidden));
            shapes.put(prefix + "mlp.up_proj.weight", List.of(wide, hidden));
            shapes.put(prefix + "mlp.down_proj.weight", List.of(hidden, wide));
            shapes.put(prefix + "post_feedforward_layernorm.weight", List.of(hidden));
        }
        shapes.put(FINAL_NORM, List.of(hidden));
        return shapes;
    }

    /** The name under which a dense module's weight is known beside the transformer's: {@code 2_Dense.linear.weight}. */
    public static String dense(String folder) {
        return folder + "." + CheckpointFiles.DENSE_TENSOR;
    }

    /** All names in the encoder's order. */
    public static List<String> all(EncoderConfig config, List<DenseLayer> dense) {
        List<String> names = new ArrayList<>(transformer(config).keySet());
        dense.forEach(layer -> names.add(dense(layer.folder())));
        return names;
    }
}

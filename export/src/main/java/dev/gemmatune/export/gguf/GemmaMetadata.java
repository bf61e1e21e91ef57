package dev.gemmatune.export.gguf;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What llama.cpp wants to know of the model. Sources: class {@code EmbeddingGemma} of its converter, and the loading of
 * {@code LLM_ARCH_GEMMA_EMBEDDING}, both in ggml-org/llama.cpp.
 */
final class GemmaMetadata {

    static final String ARCHITECTURE = "gemma-embedding";

    private static final String PREFIX = ARCHITECTURE + ".";
    /** The longest text: Ollama cuts there, llama.cpp refuses what is longer. */
    static final String CONTEXT_LENGTH = PREFIX + "context_length";
    /** llama.cpp has no key for it: every sixth layer sees everything. */
    private static final int PERIOD = 6;

    private static final int MEAN_POOLING = 1;
    private static final int QUANTIZATION_VERSION = 2;
    private static final double MILLION = 1e6;

    private final Map<String, GgufValue> values = new LinkedHashMap<>();

    private GemmaMetadata() {}

    /** The metadata of a checkpoint, tokenizer included. */
    static Map<String, GgufValue> of(Checkpoint checkpoint, GgufWeights weights, Map<String, String> provenance) {
        GemmaMetadata metadata = new GemmaMetadata();
        metadata.general(checkpoint, weights, provenance);
        metadata.encoder(checkpoint);
        metadata.values.putAll(TokenizerMetadata.of(checkpoint));
        return metadata.values;
    }

    private void general(Checkpoint checkpoint, GgufWeights weights, Map<String, String> provenance) {
        text("general.architecture", ARCHITECTURE);
        text("general.type", "model");
        text(
                "general.name",
                checkpoint.folder().toAbsolutePath().normalize().getFileName().toString());
        text("general.basename", "embeddinggemma");
        text("general.size_label", String.format(Locale.ROOT, "%.0fM", checkpoint.parameters() / MILLION));
        values.put("general.tags", new GgufValue.Texts(List.of("sentence-transformers", "feature-extraction")));
        whole("general.quantization_version", QUANTIZATION_VERSION);
        whole("general.file_type", weights.fileType());
        // Other programs pass over keys that they do not know.
        provenance.forEach((key, value) -> text("gemmatune." + key.replaceAll("[^A-Za-z0-9_.]", "_"), value));
    }

    private void encoder(Checkpoint checkpoint) {
        EncoderConfig config = checkpoint.config();
        whole(CONTEXT_LENGTH, checkpoint.maxSequenceLength());
        whole(PREFIX + "embedding_length", config.hiddenSize());
        whole(PREFIX + "block_count", config.layers());
        whole(PREFIX + "feed_forward_length", config.intermediateSize());
        whole(PREFIX + "attention.head_count", config.heads());
        whole(PREFIX + "attention.head_count_kv", config.keyValueHeads());
        whole(PREFIX + "attention.key_length", config.headSize());
        whole(PREFIX + "attention.value_length", config.headSize());
        real(PREFIX + "attention.layer_norm_rms_epsilon", config.normEpsilon());
        whole(PREFIX + "attention.sliding_window", config.slidingWindow());
        real(PREFIX + "rope.freq_base", config.ropeBaseFull());
        real(PREFIX + "rope.freq_base_swa", config.ropeBaseSliding());
        whole(PREFIX + "pooling_type", MEAN_POOLING);
        for (int i = 0; i < checkpoint.dense().size(); i++) {
            DenseLayer layer = checkpoint.dense().get(i);
            whole(PREFIX + "dense_" + (i + 2) + "_feat_in", layer.inputs());
            whole(PREFIX + "dense_" + (i + 2) + "_feat_out", layer.outputs());
        }
    }

    /** Refuses a shape of which llama.cpp would compute something else. */
    static void checkShape(Checkpoint checkpoint, int dimension) {
        EncoderConfig config = checkpoint.config();
        for (int layer = 0; layer < config.layers(); layer++) {
            boolean full = layer % PERIOD == PERIOD - 1;
            if (config.fullAttention().get(layer) != full) {
                throw cannot(
                        checkpoint,
                        "layer " + layer + " has " + (full ? "sliding" : "full")
                                + " attention, and llama.cpp gives full attention to every sixth layer");
            }
        }
        if (config.attentionScalar() != config.headSize()) {
            throw cannot(
                    checkpoint,
                    "query_pre_attn_scalar is " + config.attentionScalar() + ", and llama.cpp always takes head_dim, "
                            + config.headSize());
        }
        List<DenseLayer> dense = checkpoint.dense();
        if (!dense.isEmpty() && dense.size() != 2) {
            throw cannot(checkpoint, "it has " + dense.size() + " dense layers, and llama.cpp knows none or two");
        }
        if (dimension != config.hiddenSize()) {
            throw cannot(
                    checkpoint,
                    "its last dense layer gives " + dimension
                            + " dimensions, and llama.cpp wants as many as hidden_size, " + config.hiddenSize()
                            + ". Export the full dimension, and cut and normalise the vectors that llama.cpp returns");
        }
    }

    private static UserError cannot(Checkpoint checkpoint, String why) {
        return new UserError(checkpoint.folder() + " cannot be exported as GGUF: " + why);
    }

    private void text(String key, String value) {
        values.put(key, new GgufValue.Text(value));
    }

    private void whole(String key, int value) {
        values.put(key, new GgufValue.Whole(value));
    }

    private void real(String key, double value) {
        values.put(key, new GgufValue.Real((float) value));
    }
}

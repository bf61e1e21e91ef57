package dev.gemmatune.model.quantization;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which scheme each weight of an encoder gets. Norms always stay in float32: they are few, and everything passes through
 * them.
 *
 * <p>The token embedding and the dense layers keep 8 bits where the layers have 4: a token's row is its only way into the
 * model, and the dense layers see the pooled text, where no later layer can make up for an error.
 */
public enum QuantizationPlan {
    /** Nothing is quantized. */
    NONE(null, null, null, null),
    /** Q4_0 for the layers, Q8_0 for the token embedding and the dense layers. */
    Q4_0(QuantizationScheme.Q8_0, QuantizationScheme.Q4_0, QuantizationScheme.Q4_0, QuantizationScheme.Q8_0),
    /** Q8_0 for every matrix. */
    Q8_0(QuantizationScheme.Q8_0, QuantizationScheme.Q8_0, QuantizationScheme.Q8_0, QuantizationScheme.Q8_0),
    /** A scale a row for every matrix. */
    INT8(QuantizationScheme.INT8, QuantizationScheme.INT8, QuantizationScheme.INT8, QuantizationScheme.INT8),
    /**
     * 4 bits for embedding, feed-forward and dense layers, 8 for attention: the split of Google's mixed checkpoint of
     * EmbeddingGemma, in blocks.
     */
    MIXED(QuantizationScheme.Q4_0, QuantizationScheme.Q8_0, QuantizationScheme.Q4_0, QuantizationScheme.Q4_0);

    private final QuantizationScheme embedding;
    private final QuantizationScheme attention;
    private final QuantizationScheme feedForward;
    private final QuantizationScheme dense;

    QuantizationPlan(
            QuantizationScheme embedding,
            QuantizationScheme attention,
            QuantizationScheme feedForward,
            QuantizationScheme dense) {
        this.embedding = embedding;
        this.attention = attention;
        this.feedForward = feedForward;
        this.dense = dense;
    }

    /** The scheme of a weight by the name that a checkpoint has for it; empty where it stays as it is. */
    public Optional<QuantizationScheme> schemeOf(String name) {
        if (name.equals("embed_tokens.weight")) {
            return Optional.ofNullable(embedding);
        }
        if (name.contains(".self_attn.") && name.endsWith("_proj.weight")) {
            return Optional.ofNullable(attention);
        }
        if (name.contains(".mlp.")) {
            return Optional.ofNullable(feedForward);
        }
        return name.endsWith(".linear.weight") ? Optional.ofNullable(dense) : Optional.empty();
    }

    /**
     * Looks whether the rows of each weight divide into its scheme's blocks.
     *
     * @param shapes of all weights by name
     * @throws dev.gemmatune.model.UserError if those of one do not, naming it
     */
    public void check(Map<String, List<Long>> shapes) {
        shapes.forEach((name, shape) -> schemeOf(name)
                .ifPresent(scheme -> scheme.blockSize(name, Math.toIntExact(shape.get(shape.size() - 1)))));
    }
}

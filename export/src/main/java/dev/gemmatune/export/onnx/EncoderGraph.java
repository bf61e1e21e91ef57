package dev.gemmatune.export.onnx;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import dev.gemmatune.model.checkpoint.TensorNames;
import java.util.Optional;

/**
 * EmbeddingGemma as an ONNX graph: {@code input_ids} and {@code attention_mask}, both {@code [B, S]} int64, to unit
 * vectors.
 *
 * <p>The mathematics is that of transformers' {@code modeling_gemma3.py} (bidirectional text encoder) and
 * sentence-transformers' Pooling, Dense and Normalize. Standard operators, decomposed, so that every runtime since
 * opset 21 reads it; the one exception is {@link MatrixNodes}.
 */
final class EncoderGraph {

    /** Projected tokens or, in the flat form, the finished embedding: the output that most consumers look for. */
    static final String HIDDEN_STATE = "last_hidden_state";
    /** The finished embedding. */
    static final String EMBEDDING = "sentence_embedding";
    /** The tokens. */
    static final String INPUT_IDS = "input_ids";
    /** 1 for a token, 0 for padding. */
    static final String ATTENTION_MASK = "attention_mask";

    private static final Dimension BATCH = Dimension.dynamic("batch_size");
    private static final Dimension SEQUENCE = Dimension.dynamic("sequence_length");
    private static final float SMALLEST_NORM = 1e-12f;

    private final Checkpoint checkpoint;
    private final EncoderWeights weights;
    private final MatrixNodes matrices;
    private final OnnxGraph graph = new OnnxGraph("embedding_gemma");
    private final Operators operators = new Operators(graph);
    private final NormNodes norm;
    private final Value ids = graph.input(INPUT_IDS, BATCH, SEQUENCE);
    private final Value mask = graph.input(ATTENTION_MASK, BATCH, SEQUENCE);

    private EncoderGraph(Checkpoint checkpoint, OnnxOptions options) {
        this.checkpoint = checkpoint;
        this.weights = new EncoderWeights(checkpoint, options.weights(), options.search());
        this.matrices = new MatrixNodes(operators, weights, options.accuracyLevel());
        this.norm =
                new NormNodes(operators, weights, (float) checkpoint.config().normEpsilon());
    }

    /**
     * The graph with two outputs: {@code last_hidden_state} {@code [B, S, E]}, the dense layers applied to every token,
     * and {@code sentence_embedding} {@code [B, E]}. Dense layers commute with the mean, and so a consumer that pools
     * and normalises the first gets the second.
     */
    static OnnxGraph projected(Checkpoint checkpoint, OnnxOptions options) {
        EncoderGraph encoder = new EncoderGraph(checkpoint, options);
        Dimension size = Dimension.fixed(checkpoint.dimension());
        Value hidden = encoder.hidden();
        encoder.graph.scope("outputs");
        encoder.graph.output(HIDDEN_STATE, encoder.project(hidden), BATCH, SEQUENCE, size);
        Value embedding = encoder.operators.squeeze(encoder.embedding(hidden), 1);
        encoder.graph.output(EMBEDDING, embedding, BATCH, size);
        return encoder.graph;
    }

    /**
     * The graph whose only output is the finished embedding as {@code last_hidden_state} {@code [B, 1, E]}, for consumers
     * that pool whatever they get: mean and first token of one row are that row.
     */
    static OnnxGraph flat(Checkpoint checkpoint, OnnxOptions options) {
        EncoderGraph encoder = new EncoderGraph(checkpoint, options);
        Value hidden = encoder.hidden();
        encoder.graph.scope("outputs");
        Value embedding = encoder.embedding(hidden);
        encoder.graph.output(
                HIDDEN_STATE, embedding, BATCH, Dimension.fixed(1), Dimension.fixed(checkpoint.dimension()));
        return encoder.graph;
    }

    /** The normalised hidden states, {@code [B, S, D]}. */
    private Value hidden() {
        EncoderConfig config = checkpoint.config();
        graph.scope("embed_tokens");
        Value scale = graph.scalar((float) Math.sqrt(config.hiddenSize()));
        Value x = operators.multiply(matrices.rows(TensorNames.EMBEDDING, ids), scale);
        AttentionNodes attention = new AttentionNodes(graph, config, matrices, norm, ids, mask);
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer(x, attention, layer);
        }
        graph.scope("norm");
        return norm.of(x, TensorNames.FINAL_NORM);
    }

    private Value layer(Value x, AttentionNodes attention, int layer) {
        String prefix = "layers." + layer + ".";
        graph.scope(prefix + "self_attn");
        Value attended = attention.of(
                norm.of(x, prefix + "input_layernorm.weight"),
                prefix + "self_attn.",
                checkpoint.config().fullAttention().get(layer));
        Value middle = operators.add(x, norm.of(attended, prefix + "post_attention_layernorm.weight"));
        graph.scope(prefix + "mlp");
        Value fed = feedForward(norm.of(middle, prefix + "pre_feedforward_layernorm.weight"), prefix + "mlp.");
        return operators.add(middle, norm.of(fed, prefix + "post_feedforward_layernorm.weight"));
    }

    private Value feedForward(Value x, String prefix) {
        Value gate = operators.gelu(matrices.linear(x, prefix + "gate_proj.weight"));
        Value up = matrices.linear(x, prefix + "up_proj.weight");
        return matrices.linear(operators.multiply(gate, up), prefix + "down_proj.weight");
    }

    /** Mean over the real tokens, dense layers, L2 norm: {@code [B, 1, E]}. */
    private Value embedding(Value hidden) {
        Value real = operators.toFloat(operators.unsqueeze(mask, 1)); // [B, 1, S]
        Value sums = operators.matrixProduct(real, hidden);
        Value mean = operators.divide(sums, operators.atLeast(operators.sumOfLastAxis(real), 1e-9f));
        Value vector = project(mean);
        Value length = operators.atLeast(operators.normOfLastAxis(vector), SMALLEST_NORM);
        return operators.divide(vector, length);
    }

    private Value project(Value x) {
        Optional<WeightTensor> projection = weights.projection("dense.weight");
        return projection
                .map(tensor -> operators.matrixProduct(x, graph.weight(tensor)))
                .orElse(x);
    }
}

package dev.gemmatune.model.init;

import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a model of EmbeddingGemma's structure. Its embeddings have the hidden size; every shorter dimension is
 * a prefix of them.
 *
 * @param layers the number of layers
 * @param hidden the width of the residual stream and of the embeddings
 * @param intermediate the width of the gated feed-forward layer
 * @param heads query heads
 * @param keyValueHeads heads of keys and values; divides {@code heads}
 * @param headSize the size of a head, even
 * @param slidingWindow the full width of the sliding window: a token sees half of it on each side
 * @param fullAttentionEvery every so-many-th layer sees the whole text, the others the window
 * @param maxPositions the longest text in tokens, begin and end included
 * @param dense the width between the two dense layers after pooling
 * @param vocabulary rows of the token embedding
 */
public record ModelShape(
        int layers,
        int hidden,
        int intermediate,
        int heads,
        int keyValueHeads,
        int headSize,
        int slidingWindow,
        int fullAttentionEvery,
        int maxPositions,
        int dense,
        int vocabulary) {

    private static final double NORM_EPSILON = 1e-6;
    private static final double ROPE_BASE_FULL = 1_000_000;
    private static final double ROPE_BASE_SLIDING = 10_000;

    /** Checks that every size is positive and the heads fit. */
    public ModelShape {
        requireAtLeast("layers", layers, 1);
        requireAtLeast("hidden", hidden, 1);
        requireAtLeast("intermediate", intermediate, 1);
        requireAtLeast("heads", heads, 1);
        requireAtLeast("keyValueHeads", keyValueHeads, 1);
        requireAtLeast("headSize", headSize, 2);
        requireAtLeast("slidingWindow", slidingWindow, 1);
        requireAtLeast("fullAttentionEvery", fullAttentionEvery, 1);
        requireAtLeast("maxPositions", maxPositions, 2);
        requireAtLeast("dense", dense, 1);
        requireAtLeast("vocabulary", vocabulary, 1);
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "keyValueHeads must divide heads, got " + keyValueHeads + " and " + heads);
        }
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException("headSize must be even, got " + headSize);
        }
    }

    /** The encoder's configuration, with EmbeddingGemma's constants. */
    public EncoderConfig encoder() {
        List<Boolean> fullAttention = new ArrayList<>();
        for (int layer = 1; layer <= layers; layer++) {
            fullAttention.add(layer % fullAttentionEvery == 0);
        }
        return new EncoderConfig(
                vocabulary,
                hidden,
                intermediate,
                heads,
                keyValueHeads,
                headSize,
                fullAttention,
                slidingWindow,
                headSize,
                NORM_EPSILON,
                ROPE_BASE_FULL,
                ROPE_BASE_SLIDING,
                maxPositions);
    }

    /** The two dense layers after pooling. */
    public List<DenseLayer> denseLayers() {
        return List.of(new DenseLayer("2_Dense", hidden, dense), new DenseLayer("3_Dense", dense, hidden));
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be >= " + least + ", got " + value);
        }
    }
}

package dev.gemmatune.model.checkpoint;

import java.util.List;

/**
 * The shape and constants of a Gemma 3 text encoder.
 *
 * @param vocabularySize rows of the token embedding
 * @param hiddenSize D, the width of the residual stream
 * @param intermediateSize width of the gated feed-forward layer
 * @param heads H, query heads
 * @param keyValueHeads heads of keys and values; divides {@code heads}
 * @param headSize K
 * @param fullAttention for each layer, whether it sees the whole text; the others see a sliding window
 * @param slidingWindow full width of the window, the value of the file: a token sees half of it on each side
 * @param attentionScalar the scores are divided by its square root
 * @param normEpsilon added to the mean square in RMSNorm
 * @param ropeBaseFull rotary base of layers with full attention
 * @param ropeBaseSliding rotary base of sliding layers
 * @param maxPositions the longest text that the model was made for, in tokens
 */
public record EncoderConfig(
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int heads,
        int keyValueHeads,
        int headSize,
        List<Boolean> fullAttention,
        int slidingWindow,
        double attentionScalar,
        double normEpsilon,
        double ropeBaseFull,
        double ropeBaseSliding,
        int maxPositions) {

    /** Checks that every size is positive and the heads fit. */
    public EncoderConfig {
        fullAttention = List.copyOf(fullAttention);
        requirePositive("vocabularySize", vocabularySize);
        requirePositive("hiddenSize", hiddenSize);
        requirePositive("intermediateSize", intermediateSize);
        requirePositive("heads", heads);
        requirePositive("keyValueHeads", keyValueHeads);
        requirePositive("headSize", headSize);
        requirePositive("slidingWindow", slidingWindow);
        requirePositive("maxPositions", maxPositions);
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "keyValueHeads must divide heads, got " + keyValueHeads + " and " + heads);
        }
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException("headSize must be even for rotary embedding, got " + headSize);
        }
        if (fullAttention.isEmpty()) {
            throw new IllegalArgumentException("fullAttention must name at least one layer, got none");
        }
    }

    /** The same with another vocabulary. */
    public EncoderConfig withVocabularySize(int size) {
        return new EncoderConfig(
                size,
                hiddenSize,
                intermediateSize,
                heads,
                keyValueHeads,
                headSize,
                fullAttention,
                slidingWindow,
                attentionScalar,
                normEpsilon,
                ropeBaseFull,
                ropeBaseSliding,
                maxPositions);
    }

    /** The number of layers. */
    public int layers() {
        return fullAttention.size();
    }

    /** How far a token of a sliding layer sees to each side: {@code |i - j| <= radius}. */
    public int attentionRadius() {
        return slidingWindow / 2;
    }

    /** What the attention scores are multiplied by. */
    public double attentionScale() {
        return 1 / Math.sqrt(attentionScalar);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be > 0, got " + value);
        }
    }
}

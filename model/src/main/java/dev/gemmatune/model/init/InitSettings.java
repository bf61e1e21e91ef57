package dev.gemmatune.model.init;

import dev.gemmatune.model.checkpoint.Prompts;

/**
 * What a fresh checkpoint is made from.
 *
 * @param shape its sizes
 * @param weights how its weights are drawn
 * @param seed from which they are drawn
 * @param prompts its prompts
 * @param tokenizer its tokenizer
 */
public record InitSettings(
        ModelShape shape, WeightSettings weights, long seed, Prompts prompts, TokenizerSource tokenizer) {

    /** Checks that a learned vocabulary fits the embedding. */
    public InitSettings {
        if (tokenizer instanceof TokenizerSource.Trained trained && trained.pieces() > shape.vocabulary()) {
            throw new IllegalArgumentException(
                    "pieces must be <= vocabulary, got " + trained.pieces() + " and " + shape.vocabulary());
        }
    }

    /** Settings with the standard weights and EmbeddingGemma's prompts. */
    public static InitSettings standard(ModelShape shape, long seed, TokenizerSource tokenizer) {
        return new InitSettings(shape, WeightSettings.standard(), seed, EmbeddingGemmaPrompts.all(), tokenizer);
    }
}

package dev.gemmatune.model;

import java.util.List;

/**
 * Turns texts into unit vectors: a model in the trainer, one that was exported, or a fake in a test.
 *
 * <p>Shape legend: {@code N} texts, {@code E} dimension of the embedding.
 */
public interface TextEmbedder {

    /** The full dimension {@code E}. */
    int dimension();

    /**
     * Embeds texts. The order of the result is the order of the texts, whatever batches are made of them.
     *
     * @param texts the texts, without prompt; may be empty, and may contain empty texts
     * @param prompt the text put before each of them, {@code ""} for none
     * @return {@code [N][E]} float32 vectors of length 1
     */
    float[][] embed(List<String> texts, String prompt);
}

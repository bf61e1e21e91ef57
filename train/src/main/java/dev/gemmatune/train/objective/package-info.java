/**
 * Losses over the embeddings of a batch, with the mathematics and defaults of sentence-transformers 6.
 *
 * <p>Shape legend: {@code B} rows of the batch, {@code K} negatives of all rows together, {@code N = B + K} candidates
 * (all positives and all negatives of the batch), {@code E} dimension of an embedding, {@code G} and {@code T} those of
 * guide and teacher.
 *
 * <p>A loss sees an {@link dev.gemmatune.train.objective.EmbeddedBatch} and nothing else. Unit vectors are expected, so
 * that a dot product is a cosine.
 */
package dev.gemmatune.train.objective;

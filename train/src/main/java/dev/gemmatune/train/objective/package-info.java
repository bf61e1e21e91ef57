/**
 * Losses over the embeddings of a batch, with the mathematics and defaults of sentence-transformers 6.
 *
 * <p>Shape legend: {@code B} rows of the batch, {@code N} candidates (all positives and all negatives of the batch),
 * {@code E} dimension of an embedding.
 */
package dev.gemmatune.train.objective;

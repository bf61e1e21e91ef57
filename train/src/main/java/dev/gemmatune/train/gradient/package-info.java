/**
 * A batch to gradients: the encoder, the objective and the way back, at once or pack by pack with cached gradients.
 *
 * <p>Shape legend: {@code M} texts of a batch, {@code E} dimension of an embedding.
 */
package dev.gemmatune.train.gradient;

/**
 * ONNX from Java: the Gemma 3 encoder as a graph of standard operators, its weights as external data, and a comparison
 * in ONNX Runtime.
 *
 * <p>Shape legend of this package: {@code B} batch, {@code S} tokens of the longest text, {@code D} hidden size,
 * {@code G} heads of keys and values, {@code R} query heads for each of them, {@code K} size of a head, {@code E}
 * dimension of the embedding.
 */
package dev.gemmatune.export.onnx;

/**
 * Hard negatives for training rows: candidates come from the model itself or from BM25, the rules of
 * {@code dev.gemmatune.datasets.mining} choose among them. The corpus goes by as a stream: what stays of a document that
 * no anchor wants is the 8 bytes by which its repetitions are found.
 */
package dev.gemmatune.train.mining;

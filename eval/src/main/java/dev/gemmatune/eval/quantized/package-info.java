/**
 * Smaller embeddings: one byte or one bit for each number in place of four bytes. Here is what the codes are; searching
 * them is {@code retrieval}'s.
 */
package dev.gemmatune.eval.quantized;

/**
 * Checkpoint folders for other programs: the sentence-transformers layout with weights in float32, bfloat16 or quantized,
 * and a model card.
 */
package dev.gemmatune.export.checkpoint;

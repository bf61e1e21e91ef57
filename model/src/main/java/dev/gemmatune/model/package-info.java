/**
 * EmbeddingGemma on the JVM: {@link dev.gemmatune.model.EmbeddingModel} loads a checkpoint and embeds texts.
 *
 * <p>The way of a text: {@code tokenizer} (prompt and text to ids), {@code encoder} (packed ids to unit vectors);
 * {@code checkpoint} and {@code safetensors} hold what is on disk.
 */
package dev.gemmatune.model;

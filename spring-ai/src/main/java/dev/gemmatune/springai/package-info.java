/** Spring AI: {@link dev.gemmatune.springai.GemmatuneEmbeddingModel} over a tuned checkpoint. */
package dev.gemmatune.springai;

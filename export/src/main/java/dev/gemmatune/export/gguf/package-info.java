/**
 * GGUF files of EmbeddingGemma for llama.cpp and Ollama, written and read back.
 *
 * <p>{@link dev.gemmatune.export.gguf.GgufExporter} is the way in. {@code GgufWriter} and {@code GgufFile} know the
 * container, {@code GemmaMetadata} and {@code GemmaTensors} what llama.cpp's architecture {@code gemma-embedding} wants
 * in it.
 */
package dev.gemmatune.export.gguf;

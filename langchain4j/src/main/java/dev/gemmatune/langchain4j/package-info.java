/** LangChain4j: {@link dev.gemmatune.langchain4j.GemmatuneEmbeddingModel} over a tuned checkpoint. */
package dev.gemmatune.langchain4j;

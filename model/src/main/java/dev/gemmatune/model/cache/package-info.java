/** Embeddings that were computed once, kept on disk: one file for each model, found by the digest of what made them. */
package dev.gemmatune.model.cache;

/**
 * What was computed once, kept on disk and found by the digest of all that made it: embeddings in a file for each model,
 * token ids in a file for each list of texts.
 */
package dev.gemmatune.model.cache;

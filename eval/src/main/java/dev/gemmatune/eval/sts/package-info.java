/** Semantic textual similarity: do pairs of sentences that people find alike get embeddings that are alike? */
package dev.gemmatune.eval.sts;

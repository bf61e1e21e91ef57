/**
 * Evaluates tasks of every type: embeds each text once, judges the embeddings at every dimension by mteb 2.20.0's
 * protocol, split by split and subset by subset.
 */
package dev.gemmatune.eval.tasks;

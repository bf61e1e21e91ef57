/**
 * Checkpoints made smaller before they are exported, whatever the format: embeddings cut to fewer dimensions, vocabulary
 * pruned to a corpus. Each takes a checkpoint and gives a checkpoint, so that everything else works as before.
 */
package dev.gemmatune.model.reduction;

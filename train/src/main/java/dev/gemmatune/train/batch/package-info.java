/** Rows to batches: every text tokenized once, every row used once an epoch, in an order that follows the seed. */
package dev.gemmatune.train.batch;

/**
 * Fine-tuning: {@link dev.gemmatune.train.FineTuning} takes a checkpoint, rows and an objective, and leaves a run folder.
 *
 * <p>The way of a row: {@code batch} (tokenized once, shuffled, no text twice in a batch), the encoder of module
 * {@code model}, {@code objective} (embeddings to a loss), {@code optimizer} (gradients to new weights), {@code run}
 * (what is left on disk).
 */
package dev.gemmatune.train;

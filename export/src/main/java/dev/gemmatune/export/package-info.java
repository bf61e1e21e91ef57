/**
 * Writes a checkpoint for other runtimes and proves that they compute what the trainer computes.
 *
 * <p>{@link dev.gemmatune.export.Exports} is the way in. A folder appears under its name only when it is complete and
 * its verification has passed.
 */
package dev.gemmatune.export;

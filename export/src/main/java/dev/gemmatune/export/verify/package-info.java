/**
 * Runs what was exported beside the trainer: on texts of all lengths, alone and padded, and on an evaluation set.
 *
 * <p>{@link dev.gemmatune.export.verify.ExportedModel} is what a format's runtime makes of its files.
 */
package dev.gemmatune.export.verify;

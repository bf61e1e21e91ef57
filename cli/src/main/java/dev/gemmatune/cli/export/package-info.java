/** Exporting in several formats: what is done to the checkpoint before, and the table of what came out. */
package dev.gemmatune.cli.export;

/**
 * The application. {@link dev.gemmatune.cli.Gemmatune} puts the commands of {@code command} together; {@code config}
 * and {@code yaml} read what a run depends on; {@code console}, {@code report} and {@code embed} give out what it led to.
 */
package dev.gemmatune.cli;

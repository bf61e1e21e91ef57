/** The command train, step by step: what is done before and after the training itself, and what is left in the run's folder. */
package dev.gemmatune.cli.train;

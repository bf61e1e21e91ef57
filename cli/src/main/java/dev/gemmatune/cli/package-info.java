/** Placeholder. */
package dev.gemmatune.cli;

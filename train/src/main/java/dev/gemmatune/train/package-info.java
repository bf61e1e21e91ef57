/** Placeholder. */
package dev.gemmatune.train;

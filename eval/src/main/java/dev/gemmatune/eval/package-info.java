/** Placeholder. */
package dev.gemmatune.eval;

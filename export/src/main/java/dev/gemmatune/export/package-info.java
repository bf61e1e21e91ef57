/** Placeholder. */
package dev.gemmatune.export;

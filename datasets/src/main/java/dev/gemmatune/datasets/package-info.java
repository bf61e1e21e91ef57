/** Placeholder. */
package dev.gemmatune.datasets;

/** Runs side by side: reading what they left, checking that it can be compared, showing how they differ. */
package dev.gemmatune.cli.compare;

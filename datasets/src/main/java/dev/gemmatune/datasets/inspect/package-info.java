/** What is in rows: counts, lengths, duplicates, examples. Tablesaw keeps the numbers and computes the statistics. */
package dev.gemmatune.datasets.inspect;

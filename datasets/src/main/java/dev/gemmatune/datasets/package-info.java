/**
 * What models are trained and judged on: {@code lines} reads text and JSON line by line, {@code training} makes rows of
 * pairs of them, {@code beir} makes retrieval data sets. Every reader checks what it reads and reports all that is
 * wrong at once.
 */
package dev.gemmatune.datasets;

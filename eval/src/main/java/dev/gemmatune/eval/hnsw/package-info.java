/** Searching by an approximate index: Apache Lucene's HNSW graph. */
package dev.gemmatune.eval.hnsw;

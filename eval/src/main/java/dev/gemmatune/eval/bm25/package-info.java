/** Search by words: BM25 through Apache Lucene, as the floor of an evaluation and as a source of hard negatives. */
package dev.gemmatune.eval.bm25;

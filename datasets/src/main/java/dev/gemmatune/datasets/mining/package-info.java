/**
 * Hard negatives: the corpus in which they are looked for, the rules by which candidates become negatives, and the rows
 * that come of it. What finds the candidates, a model or BM25, is none of its business.
 */
package dev.gemmatune.datasets.mining;

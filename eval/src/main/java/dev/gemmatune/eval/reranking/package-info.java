/** Reranking: orders the candidates of each query by their likeness. */
package dev.gemmatune.eval.reranking;

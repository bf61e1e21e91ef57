/**
 * Judging a model: {@code metrics} computes scores of rankings, {@code retrieval} searches and {@code sts} compares
 * sentences, {@code results} and {@code trec} read and write files. Here is what they have in common: an evaluation
 * that can be run on any model, and the scores that it gives.
 */
package dev.gemmatune.eval;

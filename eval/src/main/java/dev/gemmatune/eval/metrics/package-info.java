/** Scores of rankings and correlations as pure functions, with the semantics of trec_eval 9.0.8 and mteb 2.20.0. */
package dev.gemmatune.eval.metrics;

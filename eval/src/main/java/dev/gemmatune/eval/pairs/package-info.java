/** Pair classification: can a threshold on the likeness of two texts tell pairs that belong together from others? */
package dev.gemmatune.eval.pairs;

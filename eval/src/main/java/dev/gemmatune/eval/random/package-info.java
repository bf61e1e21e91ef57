/**
 * The random numbers of Python's {@code random} and of NumPy, number by number: which texts an evaluation draws decides
 * its score, and mteb draws with these. They are checked against the originals' output, not meant for secrets.
 */
package dev.gemmatune.eval.random;

/** Bitext mining: is the translation of a sentence the nearest of all sentences of the other language? */
package dev.gemmatune.eval.bitext;

/** Searching a corpus exactly, at several dimensions in one pass, and judging what is found. */
package dev.gemmatune.eval.retrieval;

/** Result files in the layout that mteb 2.20.0 writes and loads. */
package dev.gemmatune.eval.results;

/** Retrieval data in the folder layout of BEIR: a corpus, queries, and which document answers which query how well. */
package dev.gemmatune.datasets.beir;

/** The files of TREC, which every search engine can write: runs and judgements; and the scores of one by the other. */
package dev.gemmatune.eval.trec;

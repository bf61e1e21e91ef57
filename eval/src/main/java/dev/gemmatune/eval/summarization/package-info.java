/** Summarization: are summaries that people rate highly more like those that people wrote? */
package dev.gemmatune.eval.summarization;

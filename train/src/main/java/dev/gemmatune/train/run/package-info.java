/** What a run leaves on disk while it goes on: metrics.jsonl and complete checkpoints. */
package dev.gemmatune.train.run;

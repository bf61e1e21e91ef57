/** What a tokenizer.json must hold to be Gemma's, and where its texts can be cut. */
package dev.gemmatune.model.vocabulary;

/** Texts to token ids, by the checkpoint's own tokenizer; and the learning of a small one of the same structure. */
package dev.gemmatune.model.tokenizer;

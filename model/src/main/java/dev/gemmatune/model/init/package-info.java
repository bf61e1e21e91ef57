/**
 * A fresh checkpoint from a seed: the shape of EmbeddingGemma at any size, random weights that are the same bit by bit
 * on every machine, and a tokenizer that is copied or learned from texts.
 */
package dev.gemmatune.model.init;

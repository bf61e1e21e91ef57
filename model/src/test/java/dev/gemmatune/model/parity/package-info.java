/** Golden tests: what sentence-transformers computes with the same checkpoint is what this module computes. */
package dev.gemmatune.model.parity;

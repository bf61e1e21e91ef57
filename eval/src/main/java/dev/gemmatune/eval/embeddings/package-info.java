/** Embedding many texts once each, and reading several dimensions out of one embedding. */
package dev.gemmatune.eval.embeddings;

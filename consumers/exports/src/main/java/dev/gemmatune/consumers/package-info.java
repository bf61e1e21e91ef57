/** What tests of other frameworks read: exports of a small model, texts, and the embeddings that are right. */
package dev.gemmatune.consumers;

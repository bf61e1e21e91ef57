/** Training pairs from documents alone: a sentence with the rest of its document, a title with its text. */
package dev.gemmatune.datasets.documents;

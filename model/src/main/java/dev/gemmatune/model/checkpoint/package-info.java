/**
 * A checkpoint folder in the layout of Hugging Face and sentence-transformers, read and written.
 *
 * <p>Two layouts exist, that of the released files and that of sentence-transformers 6. Both are read; the former is
 * written, because everything loads it. All that a folder says is checked before a weight is touched.
 */
package dev.gemmatune.model.checkpoint;

/** Vectors of training texts that do not change: those of a guide model, and stored ones of a teacher. */
package dev.gemmatune.train.vectors;

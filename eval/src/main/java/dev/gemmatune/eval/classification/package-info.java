/**
 * Classification on frozen embeddings: draws a few texts of each label, fits a logistic regression or asks the nearest
 * neighbours, and judges the predictions, as mteb 2.20.0 does with scikit-learn 1.9.1.
 */
package dev.gemmatune.eval.classification;

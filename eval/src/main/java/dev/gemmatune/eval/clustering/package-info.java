/**
 * Clustering of embeddings: mini-batch k-means as scikit-learn 1.9.1 computes it, and how far its clusters are people's
 * labels, by mteb 2.20.0's two protocols.
 */
package dev.gemmatune.eval.clustering;

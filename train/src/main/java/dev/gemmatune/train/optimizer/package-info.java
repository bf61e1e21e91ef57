/** Gradients to new weights: clipping by the common norm, AdamW as libtorch computes it, the learning rate's schedule. */
package dev.gemmatune.train.optimizer;

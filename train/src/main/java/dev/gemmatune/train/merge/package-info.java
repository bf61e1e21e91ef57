/** Several tuned checkpoints to one: the mean of their weights, over all of them or over those that together score best. */
package dev.gemmatune.train.merge;

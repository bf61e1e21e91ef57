/**
 * Is a difference between two models more than chance? Both judged the same items (queries, pairs, texts), which are
 * drawn again for both together; a {@link dev.gemmatune.eval.significance.Statistic} is what a metric needs for that.
 */
package dev.gemmatune.eval.significance;

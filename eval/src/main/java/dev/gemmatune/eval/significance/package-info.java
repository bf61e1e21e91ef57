/**
 * Is a difference between two models more than chance? Both judged the same queries, so their differences query by
 * query are tested and resampled; nothing here knows what a query is.
 */
package dev.gemmatune.eval.significance;

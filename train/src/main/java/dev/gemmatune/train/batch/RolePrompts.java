package dev.gemmatune.train.batch;

/**
 * The texts put before the columns of a row; {@code ""} for none.
 *
 * @param first before the anchor or the first sentence
 * @param others before positives and negatives or the second sentence
 */
public record RolePrompts(String first, String others) {}

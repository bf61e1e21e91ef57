package dev.gemmatune.datasets.mining;

/**
 * A document that a search found for an anchor.
 *
 * @param document its number in the corpus
 * @param score the higher the more alike
 */
public record Candidate(int document, double score) {}

package dev.gemmatune.eval.retrieval;

/**
 * What a search found for one query, the best first. The arrays are not copied: a search makes many of these.
 *
 * @param documents positions of the documents in the corpus
 * @param scores their cosines, falling; equal ones by id, falling
 */
@SuppressWarnings("ArrayRecordComponent")
public record Hits(int[] documents, float[] scores) {}

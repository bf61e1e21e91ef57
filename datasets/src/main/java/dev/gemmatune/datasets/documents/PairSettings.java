package dev.gemmatune.datasets.documents;

/**
 * How pairs are made.
 *
 * @param perDocument sentences drawn from a document at most, >= 1; a title's pair comes beside them
 * @param keepSentence share of the sentences that stay in their positive, 0 to 1; 0.1 in Lee et al. 2019
 * @param seed of the draw
 */
public record PairSettings(int perDocument, double keepSentence, long seed) {

    /** Checks the ranges. */
    public PairSettings {
        if (perDocument < 1) {
            throw new IllegalArgumentException("perDocument must be >= 1, got " + perDocument);
        }
        if (!(keepSentence >= 0 && keepSentence <= 1)) {
            throw new IllegalArgumentException("keepSentence must be from 0 to 1, got " + keepSentence);
        }
    }
}

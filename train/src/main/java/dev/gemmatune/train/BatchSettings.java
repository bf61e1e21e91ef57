package dev.gemmatune.train;

import dev.gemmatune.train.batch.Sampling;

/**
 * Which rows form a step, and how they go through the encoder.
 *
 * @param rows of a batch: the rows among which negatives are found
 * @param accumulated batches whose gradients are averaged for one step of the optimizer; their rows do not see each other
 * @param shuffle whether rows are shuffled in every epoch, else taken in the order of the files
 * @param distinctTexts whether a text may occur only once in a batch of an objective that compares rows
 * @param sampling how the batches of several sets follow each other
 * @param tokenBudget tokens that go through the encoder together; the activations of a pack should fit the caches
 * @param cachedGradients whether only one pack's activations are in memory at a time, at the cost of another forward
 *     pass; the gradients are the same
 */
public record BatchSettings(
        int rows,
        int accumulated,
        boolean shuffle,
        boolean distinctTexts,
        Sampling sampling,
        int tokenBudget,
        boolean cachedGradients) {

    /** 32 rows a step, shuffled, in packs of 4,096 tokens. */
    public static final BatchSettings DEFAULT = new BatchSettings(32, 1, true, true, Sampling.BY_SIZE, 4096, false);

    /** Checks the ranges. */
    public BatchSettings {
        Require.that(rows > 0, "rows must be > 0, got " + rows);
        Require.that(accumulated > 0, "accumulated must be > 0, got " + accumulated);
        Require.that(tokenBudget > 0, "tokenBudget must be > 0, got " + tokenBudget);
    }

    /** The same with another number of rows. */
    public BatchSettings withRows(int count) {
        return new BatchSettings(count, accumulated, shuffle, distinctTexts, sampling, tokenBudget, cachedGradients);
    }

    /** The same with or without cached gradients. */
    public BatchSettings withCachedGradients(boolean cached) {
        return new BatchSettings(rows, accumulated, shuffle, distinctTexts, sampling, tokenBudget, cached);
    }
}

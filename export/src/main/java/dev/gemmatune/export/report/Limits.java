package dev.gemmatune.export.report;

/**
 * How far an export may be from the trainer.
 *
 * @param maxDifference largest difference of a number of an embedding from the trainer's with the weights as the export
 *     stores them, {@code > 0}; infinite for formats that round activations as well
 * @param meanCosine lowest mean cosine to the trainer's embedding with the weights as they were, up to 1
 * @param ndcgLoss largest loss of nDCG@10 at any dimension, where there is an evaluation set; at least 0
 */
public record Limits(double maxDifference, double meanCosine, double ndcgLoss) {

    /** Checks the ranges. */
    public Limits {
        if (!(maxDifference > 0)) {
            throw new IllegalArgumentException("maxDifference must be > 0, got " + maxDifference);
        }
        if (!(meanCosine >= -1 && meanCosine <= 1)) {
            throw new IllegalArgumentException("meanCosine must be -1 to 1, got " + meanCosine);
        }
        if (!(ndcgLoss >= 0)) {
            throw new IllegalArgumentException("ndcgLoss must be >= 0, got " + ndcgLoss);
        }
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;

/**
 * Pairs must be in the order of their scores, whatever the cosines are: {@code log(1 + sum exp(scale * (cos_i -
 * cos_j)))} over all i, j of the batch with {@code score_i < score_j}.
 *
 * <p>Rows: {@code sentence1, sentence2, score}; or anchor, positive and negatives, taken as pairs of score 1 and 0. The
 * sum is not divided by the number of pairs, as in sentence-transformers, so it grows with the batch. A batch in which
 * all scores are equal has loss 0.
 *
 * @param scale the factor of the cosines; 20 by default
 * @see <a href="https://kexue.fm/archives/8847">CoSENT</a>
 */
public record Cosent(double scale) implements Objective {

    /** Checks the scale. */
    public Cosent {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be > 0, got " + scale);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        ScoredPairs pairs = ScoredPairs.of(batch);
        NDArray cosines = pairs.left().mul(pairs.right()).sum(new int[] {1});
        return pairs.orderLoss(Numbers.times(cosines, scale));
    }

    @Override
    public void check(TrainingData data) {
        ScoredPairs.check(data);
    }
}

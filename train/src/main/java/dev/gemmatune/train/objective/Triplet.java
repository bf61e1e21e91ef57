package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.gemmatune.datasets.training.TrainingData;

/**
 * Each negative must be farther from its anchor than the positive, by a margin: the mean over all negatives of {@code
 * max(0, d(a, p) - d(a, n) + margin)}.
 *
 * <p>Rows: {@code anchor, positive, negative…}; other rows play no part. Distances between unit vectors are at most 2, so
 * that with the usual margin of 5 every triplet counts at all times.
 *
 * @param distance how far two embeddings are from each other
 * @param margin 5 by default
 * @see <a href="https://arxiv.org/abs/1703.07737">In Defense of the Triplet Loss</a>
 */
public record Triplet(Distance distance, double margin) implements Objective {

    /** A distance of unit vectors. */
    public enum Distance {
        /** {@code |x - y|}. */
        EUCLIDEAN,
        /** {@code 1 - cos(x, y)}. */
        COSINE
    }

    /** Checks the margin. */
    public Triplet {
        if (!(margin >= 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException("margin must be >= 0, got " + margin);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        BatchLayout layout = batch.layout();
        if (layout.negativeRows().isEmpty()) {
            return batch.noLoss();
        }
        NDArray anchors = batch.anchorsOfNegatives();
        NDArray positives = EmbeddedBatch.rowsOf(batch.positives(), layout.negativeRows());
        NDArray difference = between(anchors, positives).sub(between(anchors, batch.negatives())); // (K)
        return Activation.relu(difference.add(margin)).mean();
    }

    @Override
    public void check(TrainingData data) {
        ScoredPairs.requireNegatives(data, "{anchor, positive, negative…}");
    }

    private NDArray between(NDArray left, NDArray right) {
        return distance == Distance.COSINE
                ? left.mul(right).sum(new int[] {1}).neg().add(1)
                : length(left.sub(right));
    }

    /** The length of each row; near 0 the root is flattened, because its gradient there is infinite. */
    static NDArray length(NDArray vectors) {
        return vectors.square()
                .sum(new int[] {1})
                .add(EmbeddedBatch.SMALLEST_NORM)
                .sqrt();
    }
}

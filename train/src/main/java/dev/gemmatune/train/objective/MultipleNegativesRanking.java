package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.gemmatune.datasets.training.TrainingData;

/**
 * Each anchor must find its own positive among the positives and negatives of the whole batch: the mean over rows of
 * {@code logsumexp_j(scale * cos(a_i, c_j)) - scale * cos(a_i, p_i)}.
 *
 * <p>Rows: {@code anchor, positive} and any number of negatives, which may differ from row to row. A larger batch gives
 * more negatives. A batch of one row without a negative has loss 0. Memory: {@code B * N} similarities.
 *
 * @param scale the inverse temperature; 20 by default
 * @see <a href="https://arxiv.org/abs/1807.03748">InfoNCE</a>
 * @see <a href="https://arxiv.org/abs/1705.00652">in-batch negatives</a>
 */
public record MultipleNegativesRanking(double scale) implements Objective {

    /** The default of sentence-transformers. */
    public static final double DEFAULT_SCALE = 20;

    /** Checks the scale. */
    public MultipleNegativesRanking {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("scale must be > 0, got " + scale);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray logits = batch.anchors().matMul(batch.candidates().transpose()).mul(scale); // (B, N)
        NDArray own =
                logits.getManager().eye(batch.rows(), (int) logits.getShape().get(1), 0, DataType.FLOAT32);
        return logits.logSoftmax(1).mul(own).sum().div(-batch.rows());
    }

    @Override
    public void check(TrainingData data) {
        data.contrasts();
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;

/**
 * The embeddings of a batch's texts: first those of the first column, then those of the second in the same order, then
 * all negatives.
 *
 * @param embeddings {@code (B + N, E)} unit vectors through which gradients flow
 * @param rows {@code B}
 * @param scores the wanted cosine of each row for scored pairs, else empty
 */
public record EmbeddedBatch(NDArray embeddings, int rows, List<Double> scores) {

    /** Checks the sizes. */
    public EmbeddedBatch {
        scores = List.copyOf(scores);
        if (rows < 1 || embeddings.getShape().get(0) < 2L * rows) {
            throw new IllegalArgumentException("embeddings must hold at least two texts for each of the " + rows
                    + " rows, got the shape " + embeddings.getShape());
        }
        if (!scores.isEmpty() && scores.size() != rows) {
            throw new IllegalArgumentException("scores must be " + rows + " or none, got " + scores.size());
        }
    }

    /** The first column: {@code (B, E)}. */
    public NDArray anchors() {
        return embeddings.get(new NDIndex("0:{}", rows));
    }

    /** The second column: {@code (B, E)}. */
    public NDArray positives() {
        return embeddings.get(new NDIndex("{}:{}", rows, 2 * rows));
    }

    /** All positives, then all negatives: {@code (N, E)}; the positive of row i is candidate i. */
    public NDArray candidates() {
        return embeddings.get(new NDIndex("{}:", rows));
    }

    /** The same batch with embeddings cut to {@code dimension} and normalised again. */
    public EmbeddedBatch cut(int dimension) {
        NDArray prefix = embeddings.get(new NDIndex(":, :{}", dimension));
        return new EmbeddedBatch(prefix.normalize(2, 1, 1e-12), rows, scores);
    }
}

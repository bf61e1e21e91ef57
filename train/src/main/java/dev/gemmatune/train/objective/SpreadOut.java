package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.List;

/**
 * Embeddings of unrelated texts must spread out over the sphere as random directions do (global orthogonal
 * regularisation). For each column, over all pairs of different rows: {@code meanWeight * M1^2 + secondMomentWeight *
 * max(0, M2 - 1 / E)}, where M1 is the mean of their cosines and M2 that of the squares.
 *
 * <p>Rows of any shape; added to another loss. A column with a single text in the batch has no pairs and adds nothing.
 * Memory: {@code B * B} for each column.
 *
 * @param meanWeight factor of the first moment; 1 by default, 0 for EmbeddingGemma
 * @param secondMomentWeight factor of the second moment; 1 by default
 * @param aggregation how the columns are put together: the mean by default, the sum for EmbeddingGemma
 * @see <a href="https://arxiv.org/abs/1708.06320">Learning Spread-out Local Feature Descriptors</a>
 * @see <a href="https://arxiv.org/abs/2509.20354">EmbeddingGemma</a>
 */
public record SpreadOut(double meanWeight, double secondMomentWeight, Aggregation aggregation) implements Objective {

    /** How columns are put together. */
    public enum Aggregation {
        /** Their mean. */
        MEAN,
        /** Their sum. */
        SUM
    }

    /** Checks the weights. */
    public SpreadOut {
        if (!(meanWeight >= 0) || Double.isInfinite(meanWeight)) {
            throw new IllegalArgumentException("meanWeight must be >= 0, got " + meanWeight);
        }
        if (!(secondMomentWeight >= 0) || Double.isInfinite(secondMomentWeight)) {
            throw new IllegalArgumentException("secondMomentWeight must be >= 0, got " + secondMomentWeight);
        }
        if (meanWeight == 0 && secondMomentWeight == 0) {
            throw new IllegalArgumentException("secondMomentWeight must be > 0 if meanWeight is 0, got 0");
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        List<List<Integer>> columns = batch.layout().columns().stream()
                .filter(column -> column.size() > 1)
                .toList();
        if (columns.isEmpty()) {
            return batch.noLoss();
        }
        NDArray sum = null;
        for (List<Integer> column : columns) {
            NDArray term = ofColumn(EmbeddedBatch.rowsOf(batch.embeddings(), column));
            sum = sum == null ? term : sum.add(term);
        }
        return aggregation == Aggregation.SUM ? sum : Numbers.over(sum, columns.size());
    }

    @Override
    public void check(TrainingData data) {
        // Every row has texts.
    }

    private NDArray ofColumn(NDArray vectors) {
        int rows = (int) vectors.getShape().get(0);
        int dimension = (int) vectors.getShape().get(1);
        double pairs = (double) rows * (rows - 1);
        NDArray others = PairMatrix.where(vectors.getManager(), rows, rows, 1, (row, column) -> row != column);
        NDArray cosines = vectors.matMul(vectors.transpose()).mul(others); // (B, B)
        NDArray first = Numbers.over(cosines.sum(), pairs).square();
        NDArray second =
                Numbers.atLeast(Numbers.over(cosines.square().sum(), pairs).sub((float) (1.0 / dimension)), 0);
        return Numbers.times(first, meanWeight).add(Numbers.times(second, secondMomentWeight));
    }
}

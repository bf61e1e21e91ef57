package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of texts with wanted similarities, of which only the order counts: scored pairs as they are; of rows with
 * negatives each anchor with its positive as 1 and with each of its negatives as 0.
 *
 * @param left {@code (P, E)} unit vectors
 * @param right {@code (P, E)} unit vectors
 * @param labels the wanted similarity of each pair
 */
record ScoredPairs(NDArray left, NDArray right, List<Double> labels) {

    static ScoredPairs of(EmbeddedBatch batch) {
        BatchLayout layout = batch.layout();
        if (!layout.scores().isEmpty()) {
            return new ScoredPairs(batch.anchors(), batch.positives(), layout.scores());
        }
        List<Integer> rows = new ArrayList<>();
        List<Double> labels = new ArrayList<>();
        for (int candidate = 0; candidate < layout.candidates(); candidate++) {
            rows.add(layout.rowOf(candidate));
            labels.add(candidate < layout.rows() ? 1.0 : 0.0);
        }
        return new ScoredPairs(EmbeddedBatch.rowsOf(batch.anchors(), rows), batch.candidates(), labels);
    }

    /**
     * The loss of pairs whose similarities are in the wrong order: {@code log(1 + sum exp(s_i - s_j))} over all i, j of
     * which j should be the more similar one. 0 where no two labels differ. Memory: {@code P * P}.
     *
     * @param similarities {@code (P)}, scaled
     */
    NDArray orderLoss(NDArray similarities) {
        int count = labels.size();
        NDArray differences = similarities.expandDims(1).sub(similarities.expandDims(0)); // (P, P)
        NDArray leftOut = PairMatrix.where(
                similarities.getManager(),
                count,
                count,
                PairMatrix.LEFT_OUT,
                (row, column) -> !(labels.get(row) < labels.get(column)));
        NDArray one = similarities.getManager().zeros(new Shape(1)); // exp(0)
        return one.concat(differences.add(leftOut).flatten(), 0)
                .logSoftmax(0)
                .get(0)
                .neg();
    }

    /**
     * Checks that there is an order in the rows.
     *
     * @throws UserError for rows without scores and negatives
     */
    static void check(TrainingData data) {
        if (!data.scored()) {
            requireNegatives(data, "{sentence1, sentence2, score}, or {anchor, positive, negative…}");
        }
    }

    /**
     * Checks that every row has a negative.
     *
     * @throws UserError if one has none, saying that {@code expected} was expected
     */
    static void requireNegatives(TrainingData data, String expected) {
        List<TrainingExample.Contrast> rows = data.contrasts();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).negatives().isEmpty()) {
                throw new UserError(data.name() + ": expected rows of " + expected + ", but row " + (row + 1)
                        + " has no negative; mine some, or use another objective");
            }
        }
    }
}

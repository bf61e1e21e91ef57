package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.Set;

/**
 * What a training minimises: a function of a batch's embeddings and of constants of the batch, of nothing else. So its
 * gradient with respect to the embeddings is all that the encoder needs, and they may be computed in pieces.
 */
public sealed interface Objective
        permits MultipleNegativesRanking,
                Gist,
                CosineSimilarity,
                Cosent,
                Angle,
                Triplet,
                MarginMse,
                ScoreDistillation,
                EmbeddingDistillation,
                SpreadOut,
                WeightedSum,
                MatryoshkaObjective {

    /**
     * The loss of a batch: a scalar that can be differentiated. It is finite, and so is its gradient, for every batch
     * of unit vectors, however small and however alike.
     */
    NDArray loss(EmbeddedBatch batch);

    /**
     * Checks that the rows are of the shape that this objective is made for.
     *
     * @throws dev.gemmatune.model.UserError if they are not, saying which shape is
     */
    void check(TrainingData data);

    /** Whether texts of other rows serve as negatives, so that equal texts in a batch would be wrong ones. */
    default boolean usesInBatchNegatives() {
        return false;
    }

    /** The reference vectors that every batch must bring. */
    default Set<Reference> references() {
        return Set.of();
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;

/** What a training minimises. */
public sealed interface Objective permits MultipleNegativesRanking, CosineSimilarity, Matryoshka {

    /** The loss of a batch: a scalar that can be differentiated. */
    NDArray loss(EmbeddedBatch batch);

    /**
     * Checks that the rows are of the shape that this objective is made for.
     *
     * @throws dev.gemmatune.model.UserError if they are not, saying which shape is
     */
    void check(TrainingData data);
}

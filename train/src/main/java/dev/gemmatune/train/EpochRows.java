package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.TextEmbedder;
import java.util.Optional;

/** Rows that change while the model does, such as hard negatives that are mined again. */
@FunctionalInterface
public interface EpochRows {

    /** Rows that stay as they are. */
    EpochRows FIXED = (epoch, model, progress) -> Optional.empty();

    /**
     * The rows of an epoch.
     *
     * <p>A resumed training asks again for rows that it was given before, with weights that have moved on: they must be
     * those of the first time.
     *
     * @param epoch from 1; the rows of epoch 0 are those of the set
     * @param model with its weights at the start of the epoch
     * @return as many rows as the set has, in its order, with their anchors and positives: only negatives may differ;
     *     empty if the rows are those of the epoch before
     */
    Optional<TrainingData> of(int epoch, TextEmbedder model, Progress progress);
}

package dev.gemmatune.train.batch;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.checkpoint.Prompts;

/**
 * The texts put before the columns of a row; {@code ""} for none.
 *
 * @param first before the anchor or the first sentence
 * @param others before positives and negatives or the second sentence
 */
public record RolePrompts(String first, String others) {

    /** A model's own: those of queries and documents for anchors and positives, that of sentences for scored pairs. */
    public static RolePrompts of(TrainingData data, Prompts model) {
        return data.scored()
                ? new RolePrompts(model.similarity(), model.similarity())
                : new RolePrompts(model.query(), model.document());
    }
}

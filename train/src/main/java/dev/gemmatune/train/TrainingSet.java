package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.Objective;

/**
 * Rows that share their prompts and their objective. A batch never mixes sets.
 *
 * @param name in messages and metrics
 * @param data the rows
 * @param prompts put before the columns
 * @param objective what is minimised over its batches
 * @param weight the set's share of the batches with {@link dev.gemmatune.train.batch.Sampling#BY_WEIGHT}
 * @param epochRows the rows of later epochs
 */
public record TrainingSet(
        String name,
        TrainingData data,
        RolePrompts prompts,
        Objective objective,
        double weight,
        EpochRows epochRows) {

    /** Checks the weight, and that the objective fits the rows. */
    public TrainingSet {
        Require.that(weight > 0 && Double.isFinite(weight), "weight must be > 0, got " + weight);
        objective.check(data);
    }

    /** A set whose rows stay as they are. */
    public TrainingSet(
            String name, TrainingData data, RolePrompts prompts, Objective objective, double weight) {
        this(name, data, prompts, objective, weight, EpochRows.FIXED);
    }
}

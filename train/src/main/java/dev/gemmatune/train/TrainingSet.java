package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.vectors.ReferenceVectors;

/**
 * Rows that share their prompts and their objective. A batch never mixes sets.
 *
 * @param name in messages and metrics
 * @param data the rows
 * @param prompts put before the columns
 * @param objective what is minimised over its batches
 * @param references the constant vectors that the objective asks for
 * @param weight the set's share of the batches with {@link dev.gemmatune.train.batch.Sampling#BY_WEIGHT}
 * @param epochRows the rows of later epochs
 */
public record TrainingSet(
        String name,
        TrainingData data,
        RolePrompts prompts,
        Objective objective,
        ReferenceVectors references,
        double weight,
        EpochRows epochRows) {

    /** Checks the weight, and that the objective fits the rows and gets its vectors. */
    public TrainingSet {
        Require.that(weight > 0 && Double.isFinite(weight), "weight must be > 0, got " + weight);
        objective.check(data);
        require(objective, Reference.GUIDE, references.guide().isPresent());
        require(objective, Reference.TEACHER, references.teacher().isPresent());
    }

    /** A set whose objective needs no vectors and whose rows stay as they are. */
    public TrainingSet(String name, TrainingData data, RolePrompts prompts, Objective objective, double weight) {
        this(name, data, prompts, objective, ReferenceVectors.NONE, weight, EpochRows.FIXED);
    }

    private static void require(Objective objective, Reference reference, boolean present) {
        Require.that(
                present || !objective.references().contains(reference),
                "references must hold the vectors of the " + reference + " for " + objective + ", got none");
    }
}

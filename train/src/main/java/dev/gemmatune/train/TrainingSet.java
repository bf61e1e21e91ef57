package dev.gemmatune.train;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.CosineSimilarity;
import dev.gemmatune.train.objective.MatryoshkaObjective;
import dev.gemmatune.train.objective.MultipleNegativesRanking;
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

    /**
     * A set with a checkpoint's prompts and the usual objective for its columns, at {@link Matryoshka#dimensions}:
     * {@link MultipleNegativesRanking} for anchors and positives, {@link CosineSimilarity} for scored pairs.
     */
    public static TrainingSet of(TrainingData data, Checkpoint checkpoint) {
        Objective usual = data.scored()
                ? new CosineSimilarity()
                : new MultipleNegativesRanking(MultipleNegativesRanking.DEFAULT_SCALE);
        return of(data, checkpoint, MatryoshkaObjective.of(usual, Matryoshka.dimensions(checkpoint.dimension())));
    }

    /**
     * A set with a checkpoint's prompts, and an objective that needs no vectors.
     *
     * @throws dev.gemmatune.model.UserError if the rows have not the columns that the objective asks for
     */
    public static TrainingSet of(TrainingData data, Checkpoint checkpoint, Objective objective) {
        return new TrainingSet(data.name(), data, RolePrompts.of(data, checkpoint.prompts()), objective, 1);
    }

    private static void require(Objective objective, Reference reference, boolean present) {
        Require.that(
                present || !objective.references().contains(reference),
                "references must hold the vectors of the " + reference + " for " + objective + ", got none");
    }
}

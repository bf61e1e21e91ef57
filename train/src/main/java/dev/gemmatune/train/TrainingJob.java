package dev.gemmatune.train;

import ai.djl.Device;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.vectors.ReferenceVectors;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a training needs.
 *
 * @param checkpoint where it starts
 * @param device where it runs
 * @param compute type of the matrix products; weights and moments are float32
 * @param maxLength texts are truncated to this many tokens
 * @param data the rows
 * @param prompts put before the columns
 * @param objective what is minimised
 * @param references the constant vectors that the objective asks for
 * @param settings how long and how fast
 * @param evaluations judge the model before, during and after; the primary metric of the first chooses the best
 *     checkpoint
 * @param runFolder receives metrics.jsonl, best/ and last/
 */
public record TrainingJob(
        Checkpoint checkpoint,
        Device device,
        ComputeType compute,
        int maxLength,
        TrainingData data,
        RolePrompts prompts,
        Objective objective,
        ReferenceVectors references,
        TrainingSettings settings,
        List<Evaluation> evaluations,
        Path runFolder) {

    /** Copies the evaluations and checks that the objective gets its vectors. */
    public TrainingJob {
        evaluations = List.copyOf(evaluations);
        require(objective, Reference.GUIDE, references.guide().isPresent());
        require(objective, Reference.TEACHER, references.teacher().isPresent());
    }

    private static void require(Objective objective, Reference reference, boolean present) {
        if (objective.references().contains(reference) && !present) {
            throw new IllegalArgumentException(
                    "references must hold the vectors of the " + reference + " for " + objective + ", got none");
        }
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.vectors.StoredVectors;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Holds the objective against data and model.
 *
 * @param config the objective
 * @param problem takes a path and what is wrong there
 */
record ObjectiveChecks(ObjectiveConfig config, BiConsumer<String, String> problem) {

    /** Losses need rows of their shape and the vectors of guide or teacher. */
    void checkLosses(Optional<TrainingData> data, int batchSize) {
        for (int i = 0; i < config.loss().size(); i++) {
            Loss loss = config.loss().get(i);
            String path = config.loss().size() == 1 ? "objective.loss" : "objective.loss[" + i + "]";
            Objective objective = loss.objective();
            if (objective.references().contains(Reference.GUIDE)
                    && config.guide().isEmpty()) {
                problem.accept(
                        path, loss.type() + " needs objective.guide, the checkpoint of a model that judges negatives");
            }
            if (objective.references().contains(Reference.TEACHER)
                    && config.teacher().isEmpty()) {
                problem.accept(
                        path,
                        loss.type() + " needs objective.teacher, vectors of all texts of the training"
                                + " ({vectors: teacher.npy, texts: texts.jsonl})");
            }
            data.ifPresent(rows -> checkRows(path, loss.type(), objective, rows));
            data.filter(rows -> rows.columns().size() == 2 && batchSize < 2 && objective.usesInBatchNegatives())
                    .ifPresent(rows -> problem.accept(
                            "training.batch_size",
                            "must be >= 2, because the other rows of a batch are the negatives, got " + batchSize));
        }
    }

    /** Weights and the number of dimensions in a step must fit the dimensions. */
    void checkMatryoshka() {
        MatryoshkaConfig matryoshka = config.matryoshka();
        int weights = matryoshka.weights().size();
        int dimensions = matryoshka.dimensions().size();
        if (weights > 0 && weights != dimensions) {
            problem.accept(
                    "objective.matryoshka.weights",
                    "must be as many as the dimensions, " + dimensions + ", got " + weights
                            + (dimensions == 0 ? "; name the dimensions as well" : ""));
        }
    }

    /** The guide must be a checkpoint; the teacher must have a vector of each text, with as many dimensions as trained. */
    void checkReferences(Optional<TrainingData> data, Optional<Checkpoint> checkpoint) {
        Set<Reference> asked = config.sum().references();
        if (asked.contains(Reference.GUIDE)) {
            config.guide().ifPresent(folder -> attempt("objective.guide", () -> Checkpoint.open(folder)));
        }
        if (asked.contains(Reference.TEACHER) && !config.teacher().isEmpty() && data.isPresent()) {
            attempt("objective.teacher", () -> {
                int dimension =
                        StoredVectors.open(config.teacherSources(), data.get()).dimension();
                checkpoint.ifPresent(opened -> checkDimension(dimension, largest(opened.dimension())));
            });
        }
    }

    /** Vectors are there for the texts of the beginning only. */
    void checkMining(MiningConfig mining) {
        boolean again = mining.every().unit() != Every.Unit.NEVER;
        if (again && !config.sum().references().isEmpty()) {
            problem.accept(
                    "data.train.mining.every",
                    "must be never with gist or embedding_distillation, whose vectors are made before the training,"
                            + " got " + mining.every());
        }
    }

    private void checkRows(String path, String type, Objective objective, TrainingData rows) {
        try {
            objective.check(rows);
        } catch (UserError e) {
            problem.accept(path, type + ": " + e.getMessage());
        }
    }

    private void attempt(String path, Runnable action) {
        try {
            action.run();
        } catch (UserError e) {
            problem.accept(path, e.getMessage());
        }
    }

    private int largest(int full) {
        MatryoshkaConfig matryoshka = config.matryoshka();
        boolean listed = matryoshka.enabled() && !matryoshka.dimensions().isEmpty();
        return listed ? Collections.max(matryoshka.dimensions()) : full;
    }

    private void checkDimension(int teacher, int needed) {
        if (teacher < needed) {
            problem.accept(
                    "objective.teacher",
                    "must have at least the " + needed + " dimensions that are trained, got " + teacher);
        }
    }
}

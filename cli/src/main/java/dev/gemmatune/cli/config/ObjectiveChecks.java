package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.vectors.StoredVectors;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Holds the objective against data and model.
 *
 * @param config the objective
 * @param problem takes a path and what is wrong there
 */
record ObjectiveChecks(ObjectiveConfig config, BiConsumer<String, String> problem) {

    /** Losses need rows of their shape and the vectors of guide or teacher. */
    void checkLosses(List<Loss> losses, String listPath, Optional<TrainingData> data, int batchSize) {
        for (int i = 0; i < losses.size(); i++) {
            Loss loss = losses.get(i);
            String path = losses.size() == 1 ? listPath : listPath + "[" + i + "]";
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

    /** A teacher must have a vector of each text, with as many dimensions as the model trains. */
    Optional<StoredVectors> teacher(List<Loss> losses, Optional<TrainingData> data, Optional<Checkpoint> checkpoint) {
        boolean asked = Loss.sum(losses).references().contains(Reference.TEACHER);
        if (!asked || config.teacher().isEmpty() || data.isEmpty()) {
            return Optional.empty();
        }
        List<StoredVectors.Source> sources = config.teacher().stream()
                .map(source -> new StoredVectors.Source(source.vectors(), source.texts()))
                .toList();
        try {
            StoredVectors vectors = StoredVectors.open(sources, data.get());
            checkpoint.ifPresent(opened -> checkDimension(vectors.dimension(), largest(opened.dimension())));
            return Optional.of(vectors);
        } catch (UserError e) {
            problem.accept("objective.teacher", e.getMessage());
            return Optional.empty();
        }
    }

    private void checkRows(String path, String type, Objective objective, TrainingData rows) {
        try {
            objective.check(rows);
        } catch (UserError e) {
            problem.accept(path, type + ": " + e.getMessage());
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

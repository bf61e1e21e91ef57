package dev.gemmatune.examples;

import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.Models;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.train.BatchSettings;
import dev.gemmatune.train.FineTuning;
import dev.gemmatune.train.OptimizerSettings;
import dev.gemmatune.train.TrainingResult;
import dev.gemmatune.train.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Fine-tunes a checkpoint. Arguments: MODEL ROWS BEIR-FOLDER RUN-FOLDER EPOCHS */
public final class FineTune {

    private FineTune() {}

    /** Prints nDCG@10 on the dev questions before and after, at every dimension. */
    public static void main(String[] args) {
        Checkpoint checkpoint = Models.open(args[0]);
        List<Integer> dimensions = Matryoshka.dimensions(checkpoint.dimension());
        TrainingResult result = FineTuning.builder(checkpoint, Path.of(args[3]))
                .data(TrainingData.read(args[1], Columns.BY_NAME))
                .evaluation(Evaluation.retrieval(args[2], "dev", checkpoint.prompts(), dimensions))
                .settings(TrainingSettings.DEFAULT
                        .withEpochs(Double.parseDouble(args[4]))
                        .withBatches(BatchSettings.DEFAULT.withRows(16))
                        .withOptimizer(OptimizerSettings.DEFAULT.withLearningRate(1e-3)))
                .build()
                .run();
        for (int dimension : dimensions) {
            double before = result.before().orElseThrow().primary(dimension);
            double after = result.best().orElseThrow().primary(dimension);
            System.out.printf(Locale.ROOT, "%4d dimensions: %.4f, was %.4f%n", dimension, after, before);
        }
        System.out.println("tuned model: " + result.bestCheckpoint());
    }
}

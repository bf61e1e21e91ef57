package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;

/**
 * What is trained on and measured with.
 *
 * @param train the training rows
 * @param evaluation measured during training; the best checkpoint is chosen by the first of them
 * @param test measured before and after training only, so that the choice of a checkpoint cannot flatter it
 */
public record DataConfig(
        TrainData train,

        @Doc("measured during training: the first one chooses the best checkpoint") @Default("[]")
        List<EvaluationData> evaluation,

        @Doc("measured only before and after training, for the final table; where empty, evaluation serves")
        @Default("[]")
        List<EvaluationData> test) {

    /** Copies the lists. */
    public DataConfig {
        evaluation = List.copyOf(evaluation);
        test = List.copyOf(test);
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param dimensions at which dimensions; empty for those of the objective
 * @param kValues at which ranks
 * @param before whether the model is measured before training
 * @param after whether the best checkpoint is measured after training
 * @param watch a query to watch, if any
 */
public record EvaluationConfig(
        @Doc("dimensions at which the model is measured; empty: those of the objective") @Default("[]")
        List<Integer> dimensions,

        @Doc("ranks at which retrieval is measured") @Default("[1, 3, 5, 10, 20, 100, 1000]")
        List<Integer> kValues,

        @Doc("measure the model before training, for the column \"before\"") @Default("true")
        boolean before,

        @Doc("measure the best checkpoint after training") @Default("true")
        boolean after,

        @Doc("a query and texts whose likeness is shown before the training and after every epoch; absent: none")
        Optional<WatchConfig> watch) {

    /** Copies the lists and checks them. */
    public EvaluationConfig {
        dimensions = List.copyOf(dimensions);
        kValues = List.copyOf(kValues);
        Rules.positiveAndDistinct("dimensions", dimensions);
        Rules.positiveAndDistinct("k_values", kValues);
        // Best checkpoints are chosen by ndcg_at_10.
        Rules.check(kValues.contains(10), "k_values", "a list with 10 in it", kValues);
    }
}

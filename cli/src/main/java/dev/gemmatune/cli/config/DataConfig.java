package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.List;

/**
 * What is trained on and measured with.
 *
 * @param train the sets of training rows, each with its prompts and losses; at least one
 * @param evaluation measured during training; the best checkpoint is chosen by the first of them
 * @param test measured before and after training only, so that the choice of a checkpoint cannot flatter it
 */
@Doc("what is trained on and measured with")
public record DataConfig(
        @Doc(
                value =
                        "the training rows: a section, or a list of them for several sets, each with its own prompts and losses;"
                                + " batches never mix sets, training.sampling says how they take turns, and evaluations use the prompts"
                                + " of the first set",
                change = "to a list where rows of several kinds need losses or prompts of their own")
        @Default("{}")
        List<TrainData> train,

        @Doc(
                value = "measured during training: the first one chooses the best checkpoint",
                change = "to questions like those that will be asked: without them nothing tells whether the"
                        + " training helped")
        @Default("[]")
        List<EvaluationData> evaluation,

        @Doc(
                value = "measured only before and after training, for the final table; where empty, evaluation serves",
                change = "to have a table of scores on questions that chose nothing")
        @Default("[]")
        List<EvaluationData> test) {

    /** Copies the lists and checks that there is something to train on. */
    public DataConfig {
        train = List.copyOf(train);
        Rules.check(!train.isEmpty(), "train", "a section, or a list of at least one", train);
        evaluation = List.copyOf(evaluation);
        test = List.copyOf(test);
    }
}

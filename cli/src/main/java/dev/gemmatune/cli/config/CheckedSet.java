package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.vectors.StoredVectors;
import java.util.List;
import java.util.Optional;

/**
 * A set of training rows in which no problem was found.
 *
 * @param name differs from that of every other set
 * @param config what the config says of it
 * @param data the rows of all its files
 * @param losses its own, or else those of the objective
 * @param teacher the teacher's vectors of all its texts, if a loss asks for them
 * @param dev held-out rows to choose with, if the config holds some out
 * @param test held-out rows to judge by in the end, if the config holds some out
 */
public record CheckedSet(
        String name,
        TrainData config,
        TrainingData data,
        List<Loss> losses,
        Optional<StoredVectors> teacher,
        Optional<EvaluationSet> dev,
        Optional<EvaluationSet> test) {

    /** Copies the list. */
    public CheckedSet {
        losses = List.copyOf(losses);
    }

    /** The same with other rows. */
    public CheckedSet withData(TrainingData rows) {
        return new CheckedSet(name, config, rows, losses, teacher, dev, test);
    }

    /** The weighted sum of the losses, at the full dimension. */
    public Objective objective() {
        return Loss.sum(losses);
    }

    /** The names of the prompts before its first and its other columns. */
    public List<String> promptNames() {
        PromptNames names = config.prompts();
        return data.scored()
                ? List.of(names.sentence1(), names.sentence2())
                : List.of(names.anchor(), names.positive());
    }
}

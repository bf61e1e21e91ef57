package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A config in which no problem was found, with what was opened to find that out.
 *
 * @param file where it was read
 * @param config with every value that depends on the model filled in
 * @param checkpoint the model's folder; weights are not loaded
 * @param prompts the model's with the config's
 * @param sets the training rows; at least one set
 * @param guide the guide model's folder, if the objective has one; weights are not loaded
 * @param evaluation the data of {@code data.evaluation}
 * @param test the data of {@code data.test}
 */
public record CheckedConfig(
        Path file,
        Config config,
        Checkpoint checkpoint,
        Prompts prompts,
        List<CheckedSet> sets,
        Optional<Checkpoint> guide,
        List<EvaluationSet> evaluation,
        List<EvaluationSet> test) {

    /** Copies the lists. */
    public CheckedConfig {
        sets = List.copyOf(sets);
        evaluation = List.copyOf(evaluation);
        test = List.copyOf(test);
    }

    /** The same with other training rows. */
    public CheckedConfig withSets(List<CheckedSet> others) {
        return new CheckedConfig(file, config, checkpoint, prompts, others, guide, evaluation, test);
    }

    /** The training rows of all sets. */
    public List<TrainingExample> examples() {
        return sets.stream().flatMap(set -> set.data().examples().stream()).toList();
    }

    /** The names of the prompts of evaluations: those of the first set. */
    public PromptNames promptNames() {
        return sets.get(0).config().prompts();
    }

    /** Steps of a pass over all rows; a little more where texts that occur twice leave batches short. */
    public int stepsPerEpoch() {
        int rows = config.training().batchSize();
        int batches = sets.stream()
                .mapToInt(set -> roundedUp(set.data().size(), rows))
                .sum();
        return roundedUp(batches, config.training().accumulate());
    }

    private static int roundedUp(int number, int divisor) {
        return (number + divisor - 1) / divisor;
    }

    /** The texts that a prompt's name stands for; {@value PromptNames#NONE} is the empty text. */
    public String prompt(String name) {
        return PromptNames.text(prompts, name, file.toString());
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.train.vectors.StoredVectors;
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
 * @param data the training rows of all files
 * @param guide the guide model's folder, if the objective has one; weights are not loaded
 * @param teacher the teacher's vectors of all texts, if a loss asks for them
 * @param evaluation the data of {@code data.evaluation}
 * @param test the data of {@code data.test}
 */
public record CheckedConfig(
        Path file,
        Config config,
        Checkpoint checkpoint,
        Prompts prompts,
        TrainingData data,
        Optional<Checkpoint> guide,
        Optional<StoredVectors> teacher,
        List<EvaluationSet> evaluation,
        List<EvaluationSet> test) {

    /** Copies the lists. */
    public CheckedConfig {
        evaluation = List.copyOf(evaluation);
        test = List.copyOf(test);
    }

    /** The same with other training rows. */
    public CheckedConfig withData(TrainingData rows) {
        return new CheckedConfig(file, config, checkpoint, prompts, rows, guide, teacher, evaluation, test);
    }

    /** The texts that a prompt's name stands for; {@value PromptNames#NONE} is the empty text. */
    public String prompt(String name) {
        return name.equals(PromptNames.NONE) ? "" : prompts.get(name);
    }
}

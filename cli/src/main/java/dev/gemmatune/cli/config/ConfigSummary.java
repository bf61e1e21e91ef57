package dev.gemmatune.cli.config;

import dev.gemmatune.model.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What a config will do, in a few lines. */
public final class ConfigSummary {

    private ConfigSummary() {}

    /** The lines, each {@code what: how}. */
    public static List<String> lines(CheckedConfig checked) {
        Config config = checked.config();
        List<String> lines = new ArrayList<>();
        lines.add("config:     " + checked.file());
        lines.add("model:      " + model(checked.checkpoint()) + ", "
                + config.model().compute().toString().toLowerCase(Locale.ROOT));
        lines.add("data:       " + checked.data().size() + " rows of "
                + checked.data().columns());
        lines.add("objective:  " + objective(config.objective()));
        lines.add("training:   " + training(config.training(), checked.data().size()));
        lines.add("evaluation: " + sets(checked.evaluation()));
        if (!checked.test().isEmpty()) {
            lines.add("test:       " + sets(checked.test()));
        }
        lines.add("export:     " + config.export().formats().toString().toLowerCase(Locale.ROOT));
        lines.add("output:     " + config.output().run());
        return lines;
    }

    private static String model(Checkpoint checkpoint) {
        return String.format(
                Locale.ROOT,
                "%s, %.1f million parameters, %d dimensions",
                checkpoint.folder(),
                checkpoint.parameters() / 1e6,
                checkpoint.dimension());
    }

    private static String objective(ObjectiveConfig objective) {
        String loss = objective.loss() instanceof Loss.MultipleNegativesRanking ranking
                ? "multiple_negatives_ranking, scale " + ranking.scale()
                : "cosine_similarity";
        return loss
                + (objective.matryoshka().enabled()
                        ? " at " + objective.matryoshka().dimensions()
                        : "");
    }

    private static String training(TrainingConfig training, int rows) {
        int stepsPerEpoch = (rows + training.batchSize() - 1) / training.batchSize();
        OptionalInt evaluations = training.evaluateEvery().steps(stepsPerEpoch);
        return (training.maxSteps().isPresent()
                        ? training.maxSteps().getAsInt() + " steps"
                        : "about " + Math.round(training.epochs() * stepsPerEpoch) + " steps (" + training.epochs()
                                + " epochs)")
                + " of " + training.batchSize() + " rows, learning rate " + training.learningRate()
                + (evaluations.isPresent() ? ", evaluated every " + training.evaluateEvery() : "");
    }

    private static String sets(List<EvaluationSet> sets) {
        return sets.isEmpty()
                ? "none"
                : String.join(
                        "; ",
                        sets.stream()
                                .map(set -> set.name() + ", " + set.describe())
                                .toList());
    }
}

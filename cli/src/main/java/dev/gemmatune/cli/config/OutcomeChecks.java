package dev.gemmatune.cli.config;

import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.file.Files;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds what could only fail after the training: exports that cannot be, scores of what is not measured.
 *
 * @param config the settings
 * @param problem hears of a key and what is wrong with it
 */
record OutcomeChecks(Config config, BiConsumer<String, String> problem) {

    void checkExport(Checkpoint checkpoint) {
        config.export().dim().ifPresent(dim -> {
            if (dim > checkpoint.dimension()) {
                problem.accept(
                        "export.dim",
                        "must be at most " + checkpoint.dimension() + ", the dimension of the model "
                                + checkpoint.folder() + ", got " + dim);
            }
        });
        int dimension = config.export().dim().orElse(checkpoint.dimension());
        for (ExportFormat format : config.export().formats()) {
            try {
                format.exporter(config.export().form()).check(checkpoint, dimension);
            } catch (UserError e) {
                problem.accept("export.formats", format + ": " + e.getMessage());
            }
        }
        config.export()
                .pruneVocabulary()
                .filter(texts -> !Files.exists(texts))
                .ifPresent(texts -> problem.accept("export.prune_vocabulary", texts + " does not exist"));
    }

    /**
     * Checks the expected scores.
     *
     * @param measured names of the sets that are measured before and after
     * @param dimensions at which
     */
    void checkExpected(List<String> measured, List<Integer> dimensions) {
        for (int i = 0; i < config.expected().size(); i++) {
            ExpectedScore score = config.expected().get(i);
            String path = "expected[" + i + "]";
            if (!measured.contains(score.set())) {
                problem.accept(
                        path + ".set",
                        "must be one of the sets that are measured after the training, " + String.join(", ", measured)
                                + ", got " + score.set());
            }
            if (!dimensions.contains(score.dimension())) {
                problem.accept(
                        path + ".dimension",
                        "must be one of the dimensions that are measured, " + dimensions + ", got "
                                + score.dimension());
            }
            if (!config.evaluation().after()) {
                problem.accept(path, "needs evaluation.after: true");
            } else if (score.of() != ExpectedScore.Subject.AFTER
                    && !config.evaluation().before()) {
                problem.accept(path + ".of", "needs evaluation.before: true");
            }
        }
    }
}

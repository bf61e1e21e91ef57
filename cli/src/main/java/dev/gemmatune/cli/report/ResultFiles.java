package dev.gemmatune.cli.report;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.evaluation.ContentHash;
import dev.gemmatune.cli.evaluation.EvaluationFiles;
import dev.gemmatune.cli.evaluation.SetEvaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.results.ModelMeta;
import dev.gemmatune.eval.results.ResultFolder;
import dev.gemmatune.eval.results.TaskResult;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes scores as mteb's result files, one for each dimension.
 *
 * @param output what mteb calls the cache
 * @param modelName what the user called the model: a folder or {@code organisation/model}
 * @param checkpoint the model
 */
public record ResultFiles(Path output, String modelName, Checkpoint checkpoint) {

    private static final String LOCAL = "local";
    private static final List<String> LANGUAGES = List.of("eng-Latn");

    /**
     * Writes everything that an evaluation leaves.
     *
     * @param note is told of what could not be written
     * @return mteb's file of the first dimension
     */
    public Path write(SetEvaluation found, Consumer<String> note) {
        new EvaluationFiles(output, modelFolder()).write(found, note);
        return write(found.set(), found.scores(), found.seconds());
    }

    /**
     * Writes mteb's files of an evaluation. The revisions of model and data are hashes of their content.
     *
     * @return the file of the first dimension
     */
    public Path write(EvaluationSet set, Scores scores, double seconds) {
        ResultFolder folder = new ResultFolder(output, meta());
        String dataRevision = ContentHash.ofTexts(set.texts());
        Map<Integer, Path> files = new LinkedHashMap<>();
        scores.byDimension().forEach((dimension, metrics) -> {
            Map<String, List<TaskResult.SubsetScores>> subsets = scores.parts().isEmpty()
                    ? Map.of(
                            set.splitName(),
                            List.of(TaskResult.SubsetScores.of(LANGUAGES, scores.primaryMetric(), metrics)))
                    : subsets(scores, dimension);
            TaskResult result = new TaskResult(
                    set.taskName(),
                    dataRevision,
                    TaskResult.MTEB_VERSION,
                    subsets,
                    seconds,
                    System.currentTimeMillis() / 1e3);
            files.put(dimension, folder.write(dimension, result));
        });
        return files.values().iterator().next();
    }

    /** The model's name as a folder: {@code local__finance-best}. */
    public String modelFolder() {
        return name().replace("/", "__");
    }

    /** From splits to the scores of each subset. */
    private static Map<String, List<TaskResult.SubsetScores>> subsets(Scores scores, int dimension) {
        Map<String, List<TaskResult.SubsetScores>> subsets = new LinkedHashMap<>();
        for (Scores.Part part : scores.parts()) {
            Map<String, Double> metrics = part.byDimension().get(dimension);
            subsets.computeIfAbsent(part.split(), split -> new ArrayList<>())
                    .add(new TaskResult.SubsetScores(
                            part.subset(), part.languages(), metrics.get(scores.primaryMetric()), metrics));
        }
        return subsets;
    }

    private ModelMeta meta() {
        return new ModelMeta(
                name(),
                ContentHash.ofWeights(checkpoint),
                checkpoint.dimension(),
                checkpoint.maxSequenceLength(),
                checkpoint.parameters());
    }

    /** An id as it is; of a folder its name and, for {@code checkpoints/finance/best}, that of its run. */
    private String name() {
        boolean isId = modelName.matches("[\\w.-]+/[\\w.-]+")
                && !Path.of(modelName).toFile().exists();
        if (isId) {
            return modelName;
        }
        return nameOf(checkpoint.folder());
    }

    /** The name that a checkpoint in a folder has as a folder. */
    public static String modelFolder(Path checkpoint) {
        return nameOf(checkpoint).replace("/", "__");
    }

    private static String nameOf(Path checkpoint) {
        Path folder = checkpoint.toAbsolutePath().normalize();
        String last = String.valueOf(folder.getFileName());
        boolean inRun = (last.equals("best") || last.equals("last"))
                && folder.getParent().getFileName() != null;
        return LOCAL + "/" + (inRun ? folder.getParent().getFileName() + "-" + last : last);
    }
}

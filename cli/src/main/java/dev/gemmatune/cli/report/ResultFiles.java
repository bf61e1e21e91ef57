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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes scores as mteb's result files, one for each dimension.
 *
 * @param output what mteb calls the cache
 * @param name of the model: {@code organisation/model}, or {@code local/folder}
 * @param checkpoint the model
 */
public record ResultFiles(Path output, String name, Checkpoint checkpoint) {

    private static final String LOCAL = "local";
    private static final List<String> LANGUAGES = List.of("eng-Latn");

    /**
     * The files of a model in a folder of its own.
     *
     * @param modelName what the user called the model: an id, which is its name, or a folder, whose name it gets
     */
    public static ResultFiles of(Path output, String modelName, Checkpoint checkpoint) {
        boolean isId = modelName.matches("[\\w.-]+/[\\w.-]+") && !Files.exists(Path.of(modelName));
        return new ResultFiles(output, isId ? modelName : pathName(checkpoint.folder(), 1), checkpoint);
    }

    /**
     * The files of a model in a folder that may hold those of others: if another model has the same name there, because their
     * folders are called alike, then more of this one's path is its name.
     *
     * @param output absent if nothing is to be written
     * @param note is told of a longer name
     */
    public static ResultFiles beside(
            Optional<Path> output, String modelName, Checkpoint checkpoint, Consumer<String> note) {
        Path folder = output.orElse(Path.of(""));
        ResultFiles plain = of(folder, modelName, checkpoint);
        if (output.isEmpty() || !plain.isLocal()) {
            return plain;
        }
        ModelOrigin origin = plain.origin();
        for (int names = 1; ; names++) {
            ResultFiles files = new ResultFiles(folder, pathName(checkpoint.folder(), names), checkpoint);
            Optional<ModelOrigin> other =
                    ModelOrigin.read(folder, files.modelFolder()).filter(found -> !found.mayBe(origin));
            boolean whole = names > checkpoint.folder().toAbsolutePath().getNameCount();
            if (other.isEmpty() || whole) {
                return files;
            }
            if (names == 1) {
                note.accept("note: the files of this model get a longer name, since " + folder + " holds those of "
                        + other.get().folder() + " as " + files.modelFolder());
            }
        }
    }

    /**
     * Writes everything that an evaluation leaves.
     *
     * @param note is told of what could not be written
     * @return mteb's file of the first dimension
     */
    public Path write(SetEvaluation found, Consumer<String> note) {
        new EvaluationFiles(output, modelFolder()).write(found, note);
        if (isLocal()) {
            origin().write(output, modelFolder());
        }
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
        return name.replace("/", "__");
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
                name,
                ContentHash.ofWeights(checkpoint),
                checkpoint.dimension(),
                checkpoint.maxSequenceLength(),
                checkpoint.parameters());
    }

    private boolean isLocal() {
        return name.startsWith(LOCAL + "/");
    }

    private ModelOrigin origin() {
        return new ModelOrigin(
                checkpoint.folder().toAbsolutePath().normalize().toString(), ContentHash.ofWeights(checkpoint));
    }

    /** The name that a checkpoint in a folder has as a folder. */
    public static String modelFolder(Path checkpoint) {
        return pathName(checkpoint, 1).replace("/", "__");
    }

    /** The last names of a path, {@code local/mini}; {@code best} and {@code last} of a run count as one with its name. */
    private static String pathName(Path checkpoint, int names) {
        Path folder = checkpoint.toAbsolutePath().normalize();
        String last = String.valueOf(folder.getFileName());
        boolean inRun = (last.equals("best") || last.equals("last"))
                && folder.getParent().getFileName() != null;
        int count = Math.min(folder.getNameCount(), inRun ? names + 1 : names);
        List<String> kept = new ArrayList<>();
        folder.subpath(folder.getNameCount() - count, folder.getNameCount()).forEach(name -> kept.add(name.toString()));
        return LOCAL + "/" + String.join("-", kept);
    }
}

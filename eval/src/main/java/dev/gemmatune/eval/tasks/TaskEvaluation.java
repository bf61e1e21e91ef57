package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.embeddings.Dimensions;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A task of any type as an evaluation that can be repeated. Its scores are the plain means over splits and subsets, as
 * mteb has them, and those of each part.
 *
 * @param task the data
 * @param prompts before queries and documents; types without queries use the query's for all texts
 * @param dimensions at which to evaluate; none means the model's own
 * @param options of the search
 */
public record TaskEvaluation(Task task, RetrievalPrompts prompts, List<Integer> dimensions, RetrievalOptions options)
        implements Evaluation {

    /** Copies the dimensions, and checks that there is a search where an index of it is asked for. */
    public TaskEvaluation {
        dimensions = List.copyOf(dimensions);
        TaskType type = task.description().type();
        if (options.index().isPresent() && !type.searchesCorpus()) {
            throw new IllegalArgumentException("options must have no index, because a task of type " + type.mtebName()
                    + " searches no corpus, got " + options.index().get());
        }
    }

    @Override
    public String name() {
        return task.name();
    }

    /**
     * Embeds every text of a part once and judges it at every dimension.
     *
     * @throws UserError if a dimension is larger than the model's, if an embedding is not finite, or if the task's main
     *     score is none of those that its type has
     */
    @Override
    public Scores run(TextEmbedder embedder, Progress progress) {
        return judge(embedder, progress, part -> {}).get(Precision.FLOAT32);
    }

    /**
     * Embeds every text of a part once and judges it at every dimension.
     *
     * @param searched is told of each part in which documents were ranked, as soon as it was
     * @return from each precision, float32 first, to the scores; there are others only where a corpus is searched
     * @throws UserError if a dimension is larger than the model's, if an embedding is not finite, or if the task's main
     *     score is none of those that its type has
     */
    public Map<Precision, Scores> judge(TextEmbedder embedder, Progress progress, Consumer<SearchedPart> searched) {
        List<Integer> checked = Dimensions.checked(dimensions, embedder.dimension());
        // As mteb makes a new task object for each dimension, each has random numbers of its own.
        Map<Integer, TaskRandom> random = new LinkedHashMap<>();
        checked.forEach(dimension -> random.put(dimension, new TaskRandom()));
        EmbeddedTexts texts = new EmbeddedTexts(embedder, prompts, progress);
        List<JudgedPart> found = new ArrayList<>();
        for (Task.Part part : task.parts()) {
            PartEvaluation evaluation = new PartEvaluation(
                    task.description(),
                    texts,
                    checked,
                    options,
                    random,
                    (dataset, result) -> searched.accept(new SearchedPart(task.prefix(part), dataset, result)));
            found.add(part.data().accept(evaluation));
        }
        Map<Precision, Scores> scores = new LinkedHashMap<>();
        found.get(0).byPrecision().keySet().forEach(precision -> scores.put(precision, scores(found, precision)));
        options.index()
                .map(settings -> new IndexScores(settings, index(found)))
                .ifPresent(
                        index -> scores.computeIfPresent(Precision.FLOAT32, (same, exact) -> exact.withIndex(index)));
        return scores;
    }

    private Scores scores(List<JudgedPart> found, Precision precision) {
        List<Scores.Part> parts = new ArrayList<>();
        List<Samples> samples = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Task.Part part = task.parts().get(i);
            Map<Integer, Map<String, Double>> metrics = new LinkedHashMap<>();
            Map<Integer, Map<String, Sample>> ofPart = new LinkedHashMap<>();
            found.get(i).byPrecision().get(precision).forEach((dimension, judged) -> {
                metrics.put(dimension, judged.metrics());
                ofPart.put(dimension, named(judged.samples(), task.prefix(part)));
            });
            parts.add(new Scores.Part(part.split(), part.subset(), part.languages(), metrics));
            samples.add(new Samples(ofPart));
        }
        return new Scores(mainScore(parts.get(0)), means(parts), parts, Samples.ofParts(samples));
    }

    private static Map<String, Sample> named(Map<String, Sample> samples, String prefix) {
        if (prefix.isEmpty()) {
            return samples;
        }
        Map<String, Sample> named = new LinkedHashMap<>();
        samples.forEach((metric, sample) -> named.put(metric, sample.withPrefix(prefix)));
        return named;
    }

    private static Map<Integer, IndexScores.AtDimension> index(List<JudgedPart> found) {
        Map<Integer, IndexScores.AtDimension> means = new LinkedHashMap<>();
        found.get(0)
                .index()
                .keySet()
                .forEach(dimension -> means.put(
                        dimension,
                        IndexScores.AtDimension.ofParts(found.stream()
                                .map(part -> part.index().get(dimension))
                                .toList())));
        return means;
    }

    private String mainScore(Scores.Part part) {
        String main = task.description().mainScore();
        Map<String, Double> metrics = part.byDimension().values().iterator().next();
        if (!metrics.containsKey(main)) {
            throw new UserError("task " + task.description().name() + ": its main_score is \"" + main
                    + "\", but a task of type " + task.description().type().mtebName() + " has " + metrics.keySet());
        }
        return main;
    }

    private static Map<Integer, Map<String, Double>> means(List<Scores.Part> parts) {
        Map<Integer, Map<String, Double>> means = new LinkedHashMap<>();
        for (int dimension : parts.get(0).byDimension().keySet()) {
            Map<String, Double> ofDimension = new LinkedHashMap<>();
            parts.get(0).byDimension().get(dimension).forEach((metric, first) -> {
                double sum = parts.stream()
                        .mapToDouble(part -> part.byDimension().get(dimension).getOrDefault(metric, Double.NaN))
                        .sum();
                ofDimension.put(metric, sum / parts.size());
            });
            means.put(dimension, ofDimension);
        }
        return means;
    }
}

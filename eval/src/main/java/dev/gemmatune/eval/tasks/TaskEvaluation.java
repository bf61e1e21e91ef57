package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.embeddings.Dimensions;
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
        List<Integer> checked = Dimensions.checked(dimensions, embedder.dimension());
        // As mteb makes a new task object for each dimension, each has random numbers of its own.
        Map<Integer, TaskRandom> random = new LinkedHashMap<>();
        checked.forEach(dimension -> random.put(dimension, new TaskRandom()));
        EmbeddedTexts texts = new EmbeddedTexts(embedder, prompts, progress);
        PartEvaluation evaluation = new PartEvaluation(task.description(), texts, checked, options, random);
        List<Scores.Part> parts = new ArrayList<>();
        List<Samples> samples = new ArrayList<>();
        Map<Integer, List<IndexScores.AtDimension>> indexed = new LinkedHashMap<>();
        for (Task.Part part : task.parts()) {
            Map<Integer, Map<String, Double>> metrics = new LinkedHashMap<>();
            Map<Integer, Map<String, Sample>> ofPart = new LinkedHashMap<>();
            part.data().accept(evaluation).forEach((dimension, judged) -> {
                metrics.put(dimension, judged.metrics());
                ofPart.put(dimension, judged.samples());
                judged.index()
                        .ifPresent(found -> indexed.computeIfAbsent(dimension, any -> new ArrayList<>())
                                .add(found));
            });
            parts.add(new Scores.Part(part.split(), part.subset(), part.languages(), metrics));
            samples.add(new Samples(ofPart));
        }
        return new Scores(
                mainScore(parts.get(0)),
                means(parts, checked),
                parts,
                Samples.ofParts(samples),
                options.index().map(settings -> new IndexScores(settings, ofParts(indexed))));
    }

    private static Map<Integer, IndexScores.AtDimension> ofParts(Map<Integer, List<IndexScores.AtDimension>> indexed) {
        Map<Integer, IndexScores.AtDimension> means = new LinkedHashMap<>();
        indexed.forEach((dimension, parts) -> means.put(dimension, IndexScores.AtDimension.ofParts(parts)));
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

    private static Map<Integer, Map<String, Double>> means(List<Scores.Part> parts, List<Integer> dimensions) {
        Map<Integer, Map<String, Double>> means = new LinkedHashMap<>();
        for (int dimension : dimensions) {
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

package dev.gemmatune.eval.sts;

import dev.gemmatune.datasets.training.TrainingExample.ScoredPair;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.embeddings.Dimensions;
import dev.gemmatune.eval.embeddings.Embeddings;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares pairs of sentences by their embeddings and holds the likeness against people's scores (mteb's STS task). Its
 * primary metric is {@code cosine_spearman}, which is NaN when a model gives all pairs the same cosine.
 *
 * @param name for tables and logs
 * @param pairs at least two, with different scores
 * @param prompt put before every sentence; for EmbeddingGemma {@code "task: sentence similarity | query: "}
 * @param dimensions at which to evaluate; none means the model's own
 */
public record StsEvaluator(String name, List<ScoredPair> pairs, String prompt, List<Integer> dimensions)
        implements Evaluation {

    /**
     * Copies the lists.
     *
     * @throws UserError if all scores are the same, with which nothing can correlate
     */
    public StsEvaluator {
        pairs = List.copyOf(pairs);
        dimensions = List.copyOf(dimensions);
        if (pairs.stream().mapToDouble(ScoredPair::score).distinct().limit(2).count() < 2) {
            throw new UserError(name + ": all " + pairs.size()
                    + " pairs have the same score, so no correlation can be computed; give pairs of different scores");
        }
    }

    @Override
    public Scores run(TextEmbedder embedder, Progress progress) {
        List<Integer> checked = Dimensions.checked(dimensions, embedder.dimension());
        List<String> sentences = pairs.stream()
                .flatMap(pair -> Stream.of(pair.sentence1(), pair.sentence2()))
                .toList();
        float[][] embeddings = Embeddings.of(embedder, sentences, prompt, "sentences", progress);
        float[][] left = new float[pairs.size()][];
        float[][] right = new float[pairs.size()][];
        for (int i = 0; i < pairs.size(); i++) {
            left[i] = embeddings[2 * i];
            right[i] = embeddings[2 * i + 1];
        }
        double[] gold = pairs.stream().mapToDouble(ScoredPair::score).toArray();
        Map<Integer, Map<String, Double>> metrics = new LinkedHashMap<>();
        checked.forEach(dimension -> metrics.put(dimension, StsMetrics.of(left, right, gold, dimension)));
        return new Scores(StsMetrics.MAIN_METRIC, metrics, samples(left, right, gold, checked));
    }

    private static Samples samples(float[][] left, float[][] right, double[] gold, List<Integer> dimensions) {
        List<String> rows = IntStream.rangeClosed(1, gold.length)
                .mapToObj(Integer::toString)
                .toList();
        Map<Integer, Map<String, Sample>> samples = new LinkedHashMap<>();
        for (int dimension : dimensions) {
            Map<String, Sample> ofMetrics = new LinkedHashMap<>();
            for (String metric : StsMetrics.COMPARED) {
                StsMetrics.statistic(metric, left, right, gold, dimension)
                        .ifPresent(statistic -> ofMetrics.put(metric, new Sample("pairs", rows, statistic)));
            }
            samples.put(dimension, ofMetrics);
        }
        return new Samples(samples);
    }
}

package dev.gemmatune.cli.evaluation;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.bm25.Bm25Evaluation;
import dev.gemmatune.eval.bm25.Bm25Settings.Words;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a search by words finds on a set: the floor under a model.
 *
 * @param words how texts became words: {@code english}; several names where parts of a task differ
 * @param metrics the plain means over parts
 */
public record Bm25Scores(String words, Map<String, Double> metrics) {

    /** What tables call it. */
    public static final String NAME = "BM25";

    /** Copies the map. */
    public Bm25Scores {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * Searches a set by words; costs indexing its corpus in memory.
     *
     * @param wanted words of which language; empty for those of the texts, where that is clear
     * @return empty if the set has no corpus that is searched
     */
    public static Optional<Bm25Scores> of(EvaluationSet set, Optional<Words> wanted, Progress progress) {
        List<Bm25Evaluation> parts = set.bm25(wanted);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, Double>> found =
                parts.stream().map(part -> part.run(progress).metrics()).toList();
        Map<String, Double> means = new LinkedHashMap<>();
        found.get(0)
                .keySet()
                .forEach(metric -> means.put(
                        metric,
                        found.stream()
                                .mapToDouble(part -> part.getOrDefault(metric, Double.NaN))
                                .average()
                                .orElseThrow()));
        String words = parts.stream()
                .map(part -> part.settings().words().key())
                .distinct()
                .collect(Collectors.joining(", "));
        return Optional.of(new Bm25Scores(words, means));
    }

    /** A metric; NaN if BM25 has it not. */
    public double value(String metric) {
        return metrics.getOrDefault(metric, Double.NaN);
    }

    /** What the row is, in a sentence. */
    public String sentence() {
        return "BM25 searches by words (" + words + "), the floor under a model.";
    }
}

package dev.gemmatune.eval.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of a task, as one file holds them.
 *
 * @param taskName the task, also the file's name
 * @param datasetRevision which state of the data was used
 * @param mtebVersion the version whose semantics the scores have; null if they have no such
 * @param scores from splits to the scores of each subset
 * @param evaluationSeconds how long it took; NaN if that is not known
 * @param unixSeconds when it was done, in seconds since 1970
 */
public record TaskResult(
        String taskName,
        String datasetRevision,
        String mtebVersion,
        Map<String, List<SubsetScores>> scores,
        double evaluationSeconds,
        double unixSeconds) {

    /** The version of mteb whose definitions gemmatune follows. */
    public static final String MTEB_VERSION = "2.20.0";

    /** Copies the scores and checks the name, which becomes that of a file. */
    public TaskResult {
        if (taskName.isBlank() || taskName.contains("/") || taskName.contains("\\")) {
            throw new IllegalArgumentException("taskName must be usable as a file's name, got \"" + taskName + "\"");
        }
        Map<String, List<SubsetScores>> copy = new LinkedHashMap<>();
        scores.forEach((split, subsets) -> copy.put(split, List.copyOf(subsets)));
        scores = Collections.unmodifiableMap(copy);
    }

    /** The same with those splits of another result that this one lacks; the time is that of both. */
    TaskResult withSplitsOf(TaskResult earlier) {
        Map<String, List<SubsetScores>> all = new LinkedHashMap<>(earlier.scores);
        boolean more = !scores.keySet().containsAll(earlier.scores.keySet());
        all.putAll(scores);
        return new TaskResult(
                taskName,
                datasetRevision,
                mtebVersion,
                all,
                more ? evaluationSeconds + earlier.evaluationSeconds : evaluationSeconds,
                unixSeconds);
    }

    /**
     * The scores of one subset (a language, mostly) of a split.
     *
     * @param subset {@code default} if there is only one
     * @param languages as mteb writes them: {@code eng-Latn}
     * @param mainScore the value of the task's main metric
     * @param metrics all metrics; NaN where one is not defined
     */
    public record SubsetScores(String subset, List<String> languages, double mainScore, Map<String, Double> metrics) {

        /** The subset of tasks that have only one. */
        public static final String DEFAULT = "default";

        /** Copies the collections. */
        public SubsetScores {
            languages = List.copyOf(languages);
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }

        /**
         * The scores of the only subset.
         *
         * @param mainMetric the metric whose value is the main score
         */
        public static SubsetScores of(List<String> languages, String mainMetric, Map<String, Double> metrics) {
            if (!metrics.containsKey(mainMetric)) {
                throw new IllegalArgumentException(
                        "metrics must hold the main metric " + mainMetric + ", got " + metrics.keySet());
            }
            return new SubsetScores(DEFAULT, languages, metrics.get(mainMetric), metrics);
        }
    }
}

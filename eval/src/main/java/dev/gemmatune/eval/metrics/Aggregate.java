package dev.gemmatune.eval.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the metrics of the queries to those of a data set, with mteb 2.20.0's names, order and rounding. */
public final class Aggregate {

    private static final List<String> BEFORE_ACCURACY = List.of("ndcg", "map", "recall");
    private static final List<String> WITH_AREA = List.of("ndcg", "map", "recall", "precision", "mrr");

    private Aggregate() {}

    /**
     * Means over all queries, rounded to 5 digits but for MRR and nAUC; {@code accuracy} is the recall at 1.
     *
     * @param perQuery what {@link RetrievalMetrics#perQuery} gave; its order decides ties of nAUC
     * @param run the rankings that were judged
     * @param cutoffs the k
     * @return from names to values; a value that is not defined is NaN, as all are if there are no queries
     */
    public static Map<String, Double> of(
            Map<String, Map<String, Double>> perQuery, Map<String, Ranking> run, List<Integer> cutoffs) {
        Map<String, Double> scores = new LinkedHashMap<>();
        BEFORE_ACCURACY.forEach(metric -> putRoundedMeans(metric, perQuery, cutoffs, scores));
        if (scores.containsKey("recall_at_1")) {
            scores.put("accuracy", scores.get("recall_at_1"));
        }
        putRoundedMeans("precision", perQuery, cutoffs, scores);
        for (int k : cutoffs) {
            scores.put("mrr_at_" + k, mean(values(perQuery, "mrr_at_" + k)));
        }
        putAreas(perQuery, run, cutoffs, scores);
        putRoundedMeans("hit_rate", perQuery, cutoffs, scores);
        return scores;
    }

    private static void putRoundedMeans(
            String metric,
            Map<String, Map<String, Double>> perQuery,
            List<Integer> cutoffs,
            Map<String, Double> scores) {
        for (int k : cutoffs) {
            String name = metric + "_at_" + k;
            scores.put(name, Rounding.round(mean(values(perQuery, name)), 5));
        }
    }

    private static void putAreas(
            Map<String, Map<String, Double>> perQuery,
            Map<String, Ranking> run,
            List<Integer> cutoffs,
            Map<String, Double> scores) {
        Confidence[] confidences = perQuery.keySet().stream()
                .map(query -> Confidence.of(run.get(query)))
                .toArray(Confidence[]::new);
        double[] largest =
                Arrays.stream(confidences).mapToDouble(Confidence::largest).toArray();
        double[] deviation =
                Arrays.stream(confidences).mapToDouble(Confidence::deviation).toArray();
        double[] lead = Arrays.stream(confidences).mapToDouble(Confidence::lead).toArray();
        for (String metric : WITH_AREA) {
            for (int k : cutoffs) {
                String name = metric + "_at_" + k;
                double[] values = values(perQuery, name);
                scores.put("nauc_" + name + "_max", AbstentionCurve.normalisedArea(largest, values));
                scores.put("nauc_" + name + "_std", AbstentionCurve.normalisedArea(deviation, values));
                scores.put("nauc_" + name + "_diff1", AbstentionCurve.normalisedArea(lead, values));
            }
        }
    }

    private static double[] values(Map<String, Map<String, Double>> perQuery, String name) {
        return perQuery.values().stream()
                .mapToDouble(metrics -> metrics.get(name))
                .toArray();
    }

    /** Added up in order, as Python's sum does. */
    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}

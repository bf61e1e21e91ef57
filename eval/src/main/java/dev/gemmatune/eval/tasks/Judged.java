package dev.gemmatune.eval.tasks;

import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Statistic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What was found at one dimension of a part.
 *
 * @param metrics from names to values
 * @param samples of those metrics by which models are compared
 */
record Judged(Map<String, Double> metrics, Map<String, Sample> samples) {

    /** Metrics without samples yet. */
    Judged(Map<String, Double> metrics) {
        this(metrics, new LinkedHashMap<>());
    }

    /** Adds a mean over items; none if a value is not defined. */
    Judged withMean(String metric, String items, Map<String, Double> values) {
        return withMean(
                metric,
                items,
                List.copyOf(values.keySet()),
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The same of rows, named by their numbers from 1. */
    Judged withMean(String metric, String items, double[] values) {
        return withMean(metric, items, numbers(values.length), values);
    }

    private Judged withMean(String metric, String items, List<String> ids, double[] values) {
        if (values.length > 0 && Arrays.stream(values).allMatch(Double::isFinite)) {
            samples.put(metric, new Sample(items, ids, new ItemMean(values)));
        }
        return this;
    }

    /** Adds a metric of all rows, named by their numbers from 1. */
    Judged with(String metric, String items, Statistic statistic) {
        samples.put(metric, new Sample(items, numbers(statistic.size()), statistic));
        return this;
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }
}

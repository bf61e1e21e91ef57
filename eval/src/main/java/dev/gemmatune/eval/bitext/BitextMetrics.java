package dev.gemmatune.eval.bitext;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often the nearest sentence is the translation, as mteb 2.20.0 reports it. */
public final class BitextMetrics {

    /** The metric by which models are compared. */
    public static final String MAIN_METRIC = "f1";

    private BitextMetrics() {}

    /**
     * Precision, recall and F1, each sentence being a label of its own, weighted; and accuracy.
     *
     * @param nearest for each sentence the position of the nearest one of the other language; right is its own
     */
    public static Map<String, Double> of(int[] nearest) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        ofSentences(nearest)
                .forEach((name, values) ->
                        metrics.put(name, Arrays.stream(values).average().orElse(Double.NaN)));
        return metrics;
    }

    /** The same of each sentence: as every label occurs once, the weighted means are means over sentences. */
    public static Map<String, double[]> ofSentences(int[] nearest) {
        int[] found = new int[nearest.length];
        for (int sentence : nearest) {
            found[sentence]++;
        }
        double[] hits = new double[nearest.length];
        double[] precision = new double[nearest.length];
        double[] f1 = new double[nearest.length];
        for (int i = 0; i < nearest.length; i++) {
            if (nearest[i] == i) {
                hits[i] = 1;
                precision[i] = 1.0 / found[i];
                f1[i] = 2.0 / (found[i] + 1);
            }
        }
        Map<String, double[]> metrics = new LinkedHashMap<>();
        metrics.put("precision", precision);
        metrics.put("recall", hits);
        metrics.put(MAIN_METRIC, f1);
        metrics.put("accuracy", hits);
        return metrics;
    }
}

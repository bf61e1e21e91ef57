package dev.gemmatune.eval.bitext;

import dev.gemmatune.eval.classification.ClassificationMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

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
        int[] truth = IntStream.range(0, nearest.length).toArray();
        Map<String, Double> all = ClassificationMetrics.of(truth, nearest);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("precision", all.get("precision_weighted"));
        metrics.put("recall", all.get("recall_weighted"));
        metrics.put("f1", all.get("f1_weighted"));
        metrics.put("accuracy", all.get("accuracy"));
        return metrics;
    }
}

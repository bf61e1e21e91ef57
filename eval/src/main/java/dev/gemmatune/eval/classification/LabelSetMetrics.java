package dev.gemmatune.eval.classification;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How well sets of labels were predicted, as mteb 2.20.0 judges its MultilabelClassification. */
public final class LabelSetMetrics {

    private LabelSetMetrics() {}

    /**
     * Accuracy (all labels of a row are right), macro F1 over the labels of the truth, the share of common among all
     * labels of a row ({@code hamming} in mteb), and label ranking average precision of the hard predictions.
     *
     * @param truth the labels of each row; labels that occur in none of them are not known to the metrics
     * @param predicted as many
     */
    public static Map<String, Double> of(List<Set<String>> truth, List<Set<String>> predicted) {
        if (truth.size() != predicted.size() || truth.isEmpty()) {
            throw new IllegalArgumentException("predicted must be as many as truth and not none, got "
                    + predicted.size() + " and " + truth.size());
        }
        Set<String> known = new TreeSet<>();
        truth.forEach(known::addAll);
        double exact = 0;
        double common = 0;
        double ranking = 0;
        for (int i = 0; i < truth.size(); i++) {
            Set<String> right = truth.get(i);
            Set<String> found = intersection(predicted.get(i), known);
            exact += right.equals(found) ? 1 : 0;
            common += overlap(right, found);
            ranking += rankingPrecision(right, found, known.size());
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", exact / truth.size());
        metrics.put("f1", macroF1(truth, predicted, known));
        metrics.put("hamming", common / truth.size());
        metrics.put("lrap", ranking / truth.size());
        return metrics;
    }

    private static double macroF1(List<Set<String>> truth, List<Set<String>> predicted, Set<String> known) {
        double sum = 0;
        for (String label : known) {
            int hits = 0;
            int both = 0;
            for (int i = 0; i < truth.size(); i++) {
                boolean right = truth.get(i).contains(label);
                boolean found = predicted.get(i).contains(label);
                hits += right && found ? 1 : 0;
                both += (right ? 1 : 0) + (found ? 1 : 0);
            }
            sum += both == 0 ? 0 : 2.0 * hits / both;
        }
        return known.isEmpty() ? 0 : sum / known.size();
    }

    private static double overlap(Set<String> right, Set<String> found) {
        Set<String> either = new HashSet<>(right);
        either.addAll(found);
        return either.isEmpty() ? 1 : (double) intersection(right, found).size() / either.size();
    }

    /** Predicted labels share the first rank, all others the last. */
    private static double rankingPrecision(Set<String> right, Set<String> found, int labels) {
        if (right.isEmpty() || right.size() == labels) {
            return 1;
        }
        int hits = intersection(right, found).size();
        double sum = 0;
        for (String label : right) {
            sum += found.contains(label) ? (double) hits / found.size() : (double) right.size() / labels;
        }
        return sum / right.size();
    }

    private static Set<String> intersection(Set<String> left, Set<String> right) {
        Set<String> common = new HashSet<>(left);
        common.retainAll(right);
        return common;
    }
}

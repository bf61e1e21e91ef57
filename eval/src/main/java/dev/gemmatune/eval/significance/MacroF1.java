package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * F1 as the plain mean over labels, averaged over experiments that predict the labels of the same texts. Labels count
 * that occur among the truth or the predictions of an experiment. The arrays are not copied.
 *
 * @param truth the labels of each text, numbers from 0, {@code [text][.]}
 * @param predicted those that each experiment predicts, {@code [experiment][text][.]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record MacroF1(int[][] truth, int[][][] predicted) implements Statistic {

    /** Checks the lengths. */
    public MacroF1 {
        if (predicted.length == 0 || Arrays.stream(predicted).anyMatch(of -> of.length != truth.length)) {
            throw new IllegalArgumentException("predicted must be one or more experiments of " + truth.length
                    + " texts, got "
                    + Arrays.stream(predicted).map(of -> of.length).toList());
        }
    }

    @Override
    public int size() {
        return truth.length;
    }

    @Override
    public ToDoubleFunction<int[]> ofCounts() {
        int labels = 0;
        for (int[][] ofTexts : predicted) {
            labels = Math.max(labels, largest(ofTexts) + 1);
        }
        long[] hits = new long[Math.max(labels, largest(truth) + 1)];
        long[] occurrences = new long[hits.length];
        return counts -> {
            double sum = 0;
            for (int[][] experiment : predicted) {
                sum += f1(experiment, counts, hits, occurrences);
            }
            return sum / predicted.length;
        };
    }

    /** F1 of a label is twice its hits over its occurrences in truth and predictions together. */
    private double f1(int[][] experiment, int[] counts, long[] hits, long[] occurrences) {
        Arrays.fill(hits, 0);
        Arrays.fill(occurrences, 0);
        for (int text = 0; text < counts.length; text++) {
            for (int label : truth[text]) {
                occurrences[label] += counts[text];
            }
            for (int label : experiment[text]) {
                occurrences[label] += counts[text];
                hits[label] += contains(truth[text], label) ? counts[text] : 0;
            }
        }
        double sum = 0;
        int known = 0;
        for (int label = 0; label < hits.length; label++) {
            if (occurrences[label] > 0) {
                known++;
                sum += 2.0 * hits[label] / occurrences[label];
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    private static boolean contains(int[] labels, int wanted) {
        for (int label : labels) {
            if (label == wanted) {
                return true;
            }
        }
        return false;
    }

    private static int largest(int[][] labels) {
        return Arrays.stream(labels).flatMapToInt(Arrays::stream).max().orElse(-1);
    }
}

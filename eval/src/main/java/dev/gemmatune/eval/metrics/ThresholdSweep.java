package dev.gemmatune.eval.metrics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Tries every threshold on a likeness of pairs. Sorts once; each result costs one pass over the pairs. */
public final class ThresholdSweep {

    private final double[] scores;
    private final boolean[] together;
    private final int[] order;

    /**
     * What the thresholds gave.
     *
     * @param accuracy the best one
     * @param f1 the best one
     * @param precision where F1 is best
     * @param recall where F1 is best
     * @param ap average precision
     */
    public record Result(double accuracy, double f1, double precision, double recall, double ap) {

        /** One of them. */
        public double value(ThresholdMetric metric) {
            return switch (metric) {
                case ACCURACY -> accuracy;
                case F1 -> f1;
                case PRECISION -> precision;
                case RECALL -> recall;
                case AP -> ap;
            };
        }
    }

    /**
     * Sorts the pairs. The arrays are not copied.
     *
     * @param scores the larger the more alike; pairs of equal ones are cut apart in their order, but for average
     *     precision
     * @param together whether each pair belongs together
     */
    public ThresholdSweep(double[] scores, boolean[] together) {
        this.scores = scores;
        this.together = together;
        this.order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The result as if each pair occurred {@code counts} times; NaN for average precision if none of them belongs
     * together.
     */
    public Result of(int[] counts) {
        int all = 0;
        int positives = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            positives += together[i] ? counts[i] : 0;
        }
        double accuracy = 0;
        double f1 = 0;
        double precision = 0;
        double recall = 0;
        double ap = 0;
        int found = 0;
        int hits = 0;
        int hitsBefore = 0;
        for (int i = 0; i < order.length; i++) {
            for (int copy = 0; copy < counts[order[i]]; copy++) {
                found++;
                hits += together[order[i]] ? 1 : 0;
                if (found == all) {
                    break;
                }
                int rightlyLeft = all - positives - (found - hits);
                accuracy = Math.max(accuracy, (double) (hits + rightlyLeft) / all);
                if (hits > 0) {
                    double precisionHere = (double) hits / found;
                    double recallHere = (double) hits / positives;
                    double f1Here = 2 * precisionHere * recallHere / (precisionHere + recallHere);
                    if (f1Here > f1) {
                        f1 = f1Here;
                        precision = precisionHere;
                        recall = recallHere;
                    }
                }
            }
            // Pairs of equal score are one step of average precision.
            boolean stepEnds = i + 1 == order.length || scores[order[i + 1]] != scores[order[i]];
            if (stepEnds && hits > hitsBefore) {
                ap += (double) (hits - hitsBefore) / positives * hits / found;
                hitsBefore = hits;
            }
        }
        return new Result(accuracy, f1, precision, recall, positives == 0 ? Double.NaN : ap);
    }
}

package dev.gemmatune.eval.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The normalised area under the abstention curve, nAUC (Gisserot-Boukhlef et al. 2024, "Towards trustworthy
 * reranking"), as mteb 2.20.0 computes it: how much the mean of a metric grows when the queries of least confidence are
 * left out, where 1 is an oracle's choice and 0 a blind one.
 */
public final class AbstentionCurve {

    private static final int RATES = 10;
    private static final double STEP = 0.1;

    private AbstentionCurve() {}

    /**
     * Computes nAUC.
     *
     * @param confidence how sure the search was of each query; queries of equal confidence keep their order
     * @param metric the metric of each query; as many
     * @return NaN if no choice of queries changes the mean, or if there is no query
     */
    public static double normalisedArea(double[] confidence, double[] metric) {
        if (confidence.length != metric.length) {
            throw new IllegalArgumentException(
                    "metric must be as long as confidence, got " + metric.length + " and " + confidence.length);
        }
        if (metric.length == 0) {
            return Double.NaN;
        }
        double[] oracle = curve(metric, metric);
        double area = area(curve(confidence, metric));
        double oracleArea = area(oracle);
        double flatArea = oracle[0] * (rate(RATES - 1) - rate(0));
        return oracleArea == flatArea ? Double.NaN : (area - flatArea) / (oracleArea - flatArea);
    }

    private static double rate(int step) {
        return step * STEP;
    }

    /** The mean of the metric over the queries that are left at each rate of abstention. */
    private static double[] curve(double[] confidence, double[] metric) {
        int count = metric.length;
        double[] sorted = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> confidence[i]))
                .mapToDouble(i -> metric[i])
                .toArray();
        double[] means = new double[RATES];
        for (int step = 0; step < RATES; step++) {
            int dropped = Math.min((int) Math.rint(rate(step) * count), count - 1);
            means[step] = NumpyStatistics.mean(Arrays.copyOfRange(sorted, dropped, count));
        }
        return means;
    }

    /** By the trapezoid rule. */
    private static double area(double[] values) {
        double[] parts = new double[RATES - 1];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (rate(i + 1) - rate(i)) * (values[i + 1] + values[i]) / 2.0;
        }
        return NumpyStatistics.sum(parts);
    }
}

package dev.gemmatune.eval.significance;

/**
 * How far a second model is from a first in a metric, over the same queries.
 *
 * @param first mean of the first model
 * @param second mean of the second model
 * @param interval in which the difference of the means lies with the confidence that was asked for; NaN to NaN for a
 *     single query
 * @param pValue how likely a difference as large would be between equal models
 * @param wins queries in which the second model is better
 * @param losses queries in which the first is better
 * @param ties queries in which both are the same
 */
public record Difference(
        double first, double second, BootstrapInterval interval, double pValue, int wins, int losses, int ties) {

    /** Below it a difference is commonly called significant. */
    public static final double LEVEL = 0.05;

    /** Scores nearer than this differ by rounding only. */
    private static final double SAME = 1e-12;

    /**
     * Compares two models.
     *
     * @param first the metric of each query
     * @param second the same queries' in the same order; higher is better
     * @param how the test and the interval are done
     */
    public static Difference between(double[] first, double[] second, Resampling how) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("first and second must be of one length and not empty, got "
                    + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        double sumOfFirst = 0;
        double sumOfSecond = 0;
        int wins = 0;
        int losses = 0;
        for (int i = 0; i < differences.length; i++) {
            double difference = second[i] - first[i];
            if (!Double.isFinite(difference)) {
                throw new IllegalArgumentException(
                        "first and second must be finite, got " + first[i] + " and " + second[i] + " at " + i);
            }
            differences[i] = Math.abs(difference) < SAME ? 0 : difference;
            wins += differences[i] > 0 ? 1 : 0;
            losses += differences[i] < 0 ? 1 : 0;
            sumOfFirst += first[i];
            sumOfSecond += second[i];
        }
        return new Difference(
                sumOfFirst / first.length,
                sumOfSecond / first.length,
                BootstrapInterval.ofMean(differences, how),
                RandomisationTest.pValue(differences, how.rounds(), how.seed()),
                wins,
                losses,
                first.length - wins - losses);
    }

    /** The second model's mean less the first's. */
    public double change() {
        return second - first;
    }

    /** Whether equal models would rarely differ so much. */
    public boolean significant() {
        return pValue < LEVEL;
    }

    /** The number of queries. */
    public int queries() {
        return wins + losses + ties;
    }
}

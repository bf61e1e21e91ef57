package dev.gemmatune.eval.metrics;

import java.util.Arrays;

/**
 * How sure a search was of a query, in the three ways that mteb 2.20.0 measures it.
 *
 * @param largest the largest score ({@code max})
 * @param deviation the standard deviation of the scores ({@code std})
 * @param lead the largest less the second largest score ({@code diff1}), 0 with a single one
 */
record Confidence(double largest, double deviation, double lead) {

    /** Of the scores of a ranking; all 0 if it is empty. */
    static Confidence of(Ranking ranking) {
        double[] scores = ranking.scores();
        if (scores.length == 0) {
            return new Confidence(0, 0, 0);
        }
        double deviation = NumpyStatistics.standardDeviation(scores);
        Arrays.sort(scores);
        int last = scores.length - 1;
        return new Confidence(scores[last], deviation, last == 0 ? 0 : scores[last] - scores[last - 1]);
    }
}

package dev.gemmatune.eval.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of rankings at cut-offs k, as trec_eval 9.0.8 and mteb 2.20.0 define them. Names: {@code ndcg_at_10},
 * {@code map_at_10}, {@code recall_at_10}, {@code precision_at_10}, {@code mrr_at_10}, {@code hit_rate_at_10}.
 *
 * <p>A document is relevant if its grade is at least 1; R is the number of relevant documents of a query, found or not.
 */
public final class RetrievalMetrics {

    /** The cut-offs that mteb reports. */
    public static final List<Integer> CUTOFFS = List.of(1, 3, 5, 10, 20, 100, 1000);

    private static final double LOG_2 = Math.log(2);

    private RetrievalMetrics() {}

    /**
     * The metrics of all queries.
     *
     * @param qrels from query ids to grades of documents
     * @param run from query ids to rankings; queries without qrels are left out, qrels without a ranking as well
     * @param cutoffs the k, each at least 1
     * @return from query ids to metrics, in the order of {@code run}
     */
    public static Map<String, Map<String, Double>> perQuery(
            Map<String, Map<String, Integer>> qrels, Map<String, Ranking> run, List<Integer> cutoffs) {
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        run.forEach((query, ranking) -> {
            Map<String, Integer> grades = qrels.get(query);
            if (grades != null) {
                metrics.put(query, ofQuery(grades, ranking, cutoffs));
            }
        });
        return metrics;
    }

    /**
     * The metrics of one query; all are 0 if it has no relevant document or if nothing was found.
     *
     * @param grades from document ids to grades
     * @param ranking what was found, in any order
     * @param cutoffs the k, each at least 1
     */
    public static Map<String, Double> ofQuery(Map<String, Integer> grades, Ranking ranking, List<Integer> cutoffs) {
        for (int k : cutoffs) {
            if (k < 1) {
                throw new IllegalArgumentException("cut-offs must be >= 1, got " + k);
            }
        }
        Ranking ranked = ranking.byFloat32();
        int[] found = gains(grades, ranked);
        int[] ideal = idealGains(grades);
        Ranking exactlyRanked = ranking.byFloat64();
        int firstRelevant = firstRelevant(ranked == exactlyRanked ? found : gains(grades, exactlyRanked));
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int k : cutoffs) {
            int hits = hits(found, k);
            metrics.put("ndcg_at_" + k, normalisedGain(found, ideal, k));
            metrics.put("map_at_" + k, averagePrecision(found, ideal.length, k));
            metrics.put("recall_at_" + k, ideal.length == 0 ? 0.0 : (double) hits / ideal.length);
            metrics.put("precision_at_" + k, (double) hits / k);
            metrics.put("mrr_at_" + k, firstRelevant <= k ? 1.0 / firstRelevant : 0.0);
            metrics.put("hit_rate_at_" + k, hits > 0 ? 1.0 : 0.0);
        }
        return metrics;
    }

    /** Grades in the order of the ranking; what is not judged or judged below 0 counts 0. */
    private static int[] gains(Map<String, Integer> grades, Ranking ranking) {
        int[] gains = new int[ranking.size()];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = Math.max(0, grades.getOrDefault(ranking.document(i), 0));
        }
        return gains;
    }

    private static int[] idealGains(Map<String, Integer> grades) {
        return grades.values().stream()
                .filter(grade -> grade > 0)
                .sorted(Comparator.reverseOrder())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The rank of the first relevant document; {@link Integer#MAX_VALUE} if there is none. */
    private static int firstRelevant(int[] gains) {
        for (int i = 0; i < gains.length; i++) {
            if (gains[i] > 0) {
                return i + 1;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static int hits(int[] gains, int k) {
        return (int) Arrays.stream(gains).limit(k).filter(gain -> gain > 0).count();
    }

    /** nDCG (Järvelin and Kekäläinen 2002) with linear gain, as in trec_eval's m_ndcg_cut.c. */
    private static double normalisedGain(int[] found, int[] ideal, int k) {
        return ideal.length == 0 ? 0.0 : discountedGain(found, k) / discountedGain(ideal, k);
    }

    private static double discountedGain(int[] gains, int k) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, gains.length); i++) {
            if (gains[i] > 0) {
                sum += gains[i] * LOG_2 / Math.log(i + 2);
            }
        }
        return sum;
    }

    /** The sum of the precisions at the relevant ranks up to k, divided by R (not by min(k, R)). */
    private static double averagePrecision(int[] gains, int relevant, int k) {
        double sum = 0;
        int hits = 0;
        for (int i = 0; i < Math.min(k, gains.length); i++) {
            if (gains[i] > 0) {
                hits++;
                sum += (double) hits / (i + 1);
            }
        }
        return relevant == 0 ? 0.0 : sum / relevant;
    }
}

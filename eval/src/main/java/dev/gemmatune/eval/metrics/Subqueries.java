package dev.gemmatune.eval.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries that are asked in several ways, as MindSmallReranking has them: the id's last part, behind {@code _}, numbers
 * the ways. mteb 2.20.0 judges the best score that any of them gave to a document ({@code max_over_subqueries}).
 *
 * @param qrels of the merged queries, those of the last way
 * @param run the merged rankings
 */
public record Subqueries(Map<String, Map<String, Integer>> qrels, Map<String, Ranking> run) {

    /**
     * Merges the ways of each query.
     *
     * @param qrels from ids with a last part to grades
     * @param run a ranking for each of these ids
     */
    public static Subqueries merge(Map<String, Map<String, Integer>> qrels, Map<String, Ranking> run) {
        Map<String, List<String>> ways = new LinkedHashMap<>();
        for (String query : qrels.keySet()) {
            ways.computeIfAbsent(base(query), base -> new ArrayList<>()).add(query);
        }
        Map<String, Map<String, Integer>> mergedQrels = new LinkedHashMap<>();
        Map<String, Ranking> mergedRun = new LinkedHashMap<>();
        ways.forEach((base, queries) -> {
            Map<String, Double> best = new LinkedHashMap<>();
            for (String query : queries) {
                Ranking ranking = run.get(query);
                if (ranking == null) {
                    throw new IllegalArgumentException("run must hold all queries of qrels, got none for " + query);
                }
                ranking.asMap().forEach((document, score) -> best.merge(document, score, Math::max));
            }
            mergedQrels.put(base, qrels.get(queries.get(queries.size() - 1)));
            mergedRun.put(base, Ranking.of(best));
        });
        return new Subqueries(mergedQrels, mergedRun);
    }

    private static String base(String query) {
        return query.substring(0, Math.max(0, query.lastIndexOf('_')));
    }
}

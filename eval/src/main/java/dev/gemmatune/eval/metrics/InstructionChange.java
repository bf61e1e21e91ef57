package dev.gemmatune.eval.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * p-MRR (Weller et al. 2024, "FollowIR"), as mteb 2.20.0 computes it: does a document move down when a changed
 * instruction makes it irrelevant? From -1 (it moves up) over 0 (the instruction is not heeded) to 1.
 */
public final class InstructionChange {

    private InstructionChange() {}

    /**
     * Computes p-MRR.
     *
     * @param run the rankings of {@code ID-og} and {@code ID-changed}
     * @param changed from each ID to the documents whose relevance the change took away
     * @return the mean over queries of the mean over documents; queries that are not in the run are left out, NaN if
     *     none is
     */
    public static double pMrr(Map<String, Ranking> run, Map<String, List<String>> changed) {
        return ofQueries(run, changed).values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** The same of each query that is in the run, by its id. */
    public static Map<String, Double> ofQueries(Map<String, Ranking> run, Map<String, List<String>> changed) {
        Map<String, Double> movements = new LinkedHashMap<>();
        changed.forEach((query, documents) -> {
            Ranking original = run.get(query + "-og");
            Ranking after = run.get(query + "-changed");
            if (original != null && after != null) {
                movements.put(query, ofQuery(original.byFloat64(), after.byFloat64(), documents));
            }
        });
        return movements;
    }

    private static double ofQuery(Ranking original, Ranking changed, List<String> documents) {
        return documents.stream()
                .mapToDouble(document -> movement(rank(original, document), rank(changed, document)))
                .average()
                .orElse(Double.NaN);
    }

    private static double movement(int before, int after) {
        return before >= after ? (double) after / before - 1 : 1 - (double) before / after;
    }

    /** From 1; a document that was not found stands behind all that were. */
    private static int rank(Ranking ranking, String document) {
        for (int i = 0; i < ranking.size(); i++) {
            if (ranking.document(i).equals(document)) {
                return i + 1;
            }
        }
        return ranking.size() + 1;
    }
}

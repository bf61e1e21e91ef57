package dev.gemmatune.eval.metrics;

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
        return changed.entrySet().stream()
                .filter(entry ->
                        run.containsKey(entry.getKey() + "-og") && run.containsKey(entry.getKey() + "-changed"))
                .mapToDouble(entry -> ofQuery(
                        run.get(entry.getKey() + "-og").byFloat64(),
                        run.get(entry.getKey() + "-changed").byFloat64(),
                        entry.getValue()))
                .average()
                .orElse(Double.NaN);
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

package dev.gemmatune.datasets.beir;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One line of a file of judgements.
 *
 * @param query the query's id
 * @param document the document's id
 * @param grade relevant if above 0
 * @param place file and line, for messages
 */
public record Judgement(String query, String document, int grade, String place) {

    /**
     * Judgements by query. A pair that is judged twice is a problem; its later grade counts.
     *
     * @param judgements in the order of the file
     * @param problems gets a message for each repetition
     */
    public static Qrels collect(List<Judgement> judgements, Consumer<String> problems) {
        Map<String, Map<String, Integer>> byQuery = new LinkedHashMap<>();
        Map<String, Map<String, String>> places = new HashMap<>();
        for (Judgement judgement : judgements) {
            byQuery.computeIfAbsent(judgement.query, query -> new LinkedHashMap<>())
                    .put(judgement.document, judgement.grade);
            String earlier = places.computeIfAbsent(judgement.query, query -> new HashMap<>())
                    .put(judgement.document, judgement.place);
            if (earlier != null) {
                problems.accept(judgement.place + ": query \"" + judgement.query + "\" and document \""
                        + judgement.document + "\" were already judged at " + earlier + "; remove one of the lines");
            }
        }
        return new Qrels(byQuery);
    }
}

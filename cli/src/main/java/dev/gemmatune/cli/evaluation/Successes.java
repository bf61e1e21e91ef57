package dev.gemmatune.cli.evaluation;

import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a search shows a right answer where it is seen: success@1 and success@3, in queries, at the largest dimension.
 *
 * @param queries how many were asked
 * @param first of which the first document is relevant
 * @param amongThree of which one of the first three is
 */
public record Successes(int queries, int first, int amongThree) {

    /** Those of a record; empty if it has no queries. */
    public static Optional<Successes> of(EvaluationRecord found) {
        List<JudgedQuery> queries = found.queries();
        return queries.isEmpty()
                ? Optional.empty()
                : Optional.of(new Successes(queries.size(), count(queries, 1), count(queries, 3)));
    }

    private static int count(List<JudgedQuery> queries, int shown) {
        return (int) queries.stream()
                .filter(query -> query.found().stream().limit(shown).anyMatch(Successes::isRelevant))
                .count();
    }

    private static boolean isRelevant(FoundDocument document) {
        return document.grade() > 0;
    }

    /** {@code right answer first: 34 of 100 queries; among the first three: 51 of 100}. */
    public String sentence() {
        return "right answer first: " + of(first) + (queries == 1 ? " query" : " queries") + "; among the first three: "
                + of(amongThree);
    }

    /** {@code right answer first: 34 of 100 → 52 of 100 queries; among the first three: 51 of 100 → 70 of 100}. */
    public String sentenceAfter(Successes before) {
        return "right answer first: " + before.of(before.first) + " → " + of(first)
                + (queries == 1 ? " query" : " queries") + "; among the first three: " + before.of(before.amongThree)
                + " → " + of(amongThree);
    }

    /** {@code 34 of 100}. */
    public String of(int count) {
        return String.format(Locale.ROOT, "%,d of %,d", count, queries);
    }
}

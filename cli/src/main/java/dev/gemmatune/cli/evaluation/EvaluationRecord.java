package dev.gemmatune.cli.evaluation;

import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.quantized.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation of a set found: enough to compare it with another model's without the data.
 *
 * @param set the set's name
 * @param size the set's size in words
 * @param data hash of everything in the set; only records of one hash can be compared
 * @param model the model's name
 * @param role what the model was in its run
 * @param scores of each precision that was evaluated, float32 first
 * @param queries with their best documents at the largest dimension, in the order of the set; empty where there are none
 * @param bm25 what a search by words finds, where it was asked for
 */
public record EvaluationRecord(
        String set,
        String size,
        String data,
        String model,
        Role role,
        Map<Precision, Scores> scores,
        List<JudgedQuery> queries,
        Optional<Bm25Scores> bm25) {

    /** A record without BM25. */
    public EvaluationRecord(
            String set,
            String size,
            String data,
            String model,
            Role role,
            Map<Precision, Scores> scores,
            List<JudgedQuery> queries) {
        this(set, size, data, model, role, scores, queries, Optional.empty());
    }

    /** What a model is in a run. */
    public enum Role {
        /** The model as it was before a training. */
        BEFORE,
        /** What a training made of it. */
        TUNED,
        /** A model that was evaluated only. */
        MODEL
    }

    /**
     * A query with what was found first.
     *
     * @param id of the query
     * @param text its beginning
     * @param found the best documents, the best one first
     */
    public record JudgedQuery(String id, String text, List<FoundDocument> found) {
        /** Copies the documents. */
        public JudgedQuery {
            found = List.copyOf(found);
        }
    }

    /**
     * A document that was found.
     *
     * @param id of the document
     * @param score higher is better
     * @param grade of its judgement; 0 if it has none
     * @param text its beginning
     */
    public record FoundDocument(String id, double score, int grade, String text) {}

    /** Copies the collections and checks that float32 is there. */
    public EvaluationRecord {
        if (!scores.containsKey(Precision.FLOAT32)) {
            throw new IllegalArgumentException("scores must hold float32, got " + scores.keySet());
        }
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        queries = List.copyOf(queries);
    }

    /** The scores of float32. */
    public Scores main() {
        return scores.get(Precision.FLOAT32);
    }

    /** The same with another role. */
    public EvaluationRecord as(Role other) {
        return as(model, other);
    }

    /** The same of a model by another name in another role. */
    public EvaluationRecord as(String otherModel, Role other) {
        return new EvaluationRecord(set, size, data, otherModel, other, scores, queries, bm25);
    }

    /** The same beside what a search by words finds. */
    public EvaluationRecord with(Optional<Bm25Scores> words) {
        return new EvaluationRecord(set, size, data, model, role, scores, queries, words);
    }
}

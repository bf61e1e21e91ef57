package dev.gemmatune.eval.metrics;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a search found for one query: document ids and their scores, in the order in which the search gave them.
 * Immutable.
 */
public final class Ranking {

    private final String[] documents;
    private final double[] scores;

    private Ranking(String[] documents, double[] scores) {
        this.documents = documents;
        this.scores = scores;
    }

    /**
     * A ranking of arrays, which are copied.
     *
     * @param documents distinct ids, in any order
     * @param scores the higher the better; as many as ids, none NaN
     */
    public static Ranking of(String[] documents, double[] scores) {
        if (documents.length != scores.length) {
            throw new IllegalArgumentException(
                    "scores must be as many as documents, got " + scores.length + " and " + documents.length);
        }
        for (double score : scores) {
            if (Double.isNaN(score)) {
                throw new IllegalArgumentException("scores must be numbers, got NaN");
            }
        }
        return new Ranking(documents.clone(), scores.clone());
    }

    /** A ranking of a map from ids to scores. */
    public static Ranking of(Map<String, Double> scores) {
        return of(
                scores.keySet().toArray(new String[0]),
                scores.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The number of documents. */
    public int size() {
        return documents.length;
    }

    /** The id at a position of the given order. */
    public String document(int position) {
        return documents[position];
    }

    /** The score at a position of the given order. */
    public double score(int position) {
        return scores[position];
    }

    /** The scores in the given order. */
    public double[] scores() {
        return scores.clone();
    }

    /** From ids to scores, in the given order. */
    public Map<String, Double> asMap() {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < documents.length; i++) {
            map.put(documents[i], scores[i]);
        }
        return map;
    }

    /** The ranking without a document; those behind it move up. */
    public Ranking without(String document) {
        int[] kept = IntStream.range(0, documents.length)
                .filter(i -> !documents[i].equals(document))
                .toArray();
        return kept.length == documents.length ? this : ordered(kept);
    }

    /** As trec_eval ranks: by the scores rounded to float32, falling; equal ones by id, falling. */
    public Ranking byFloat32() {
        return sorted(Comparator.comparing(i -> (float) scores[i]));
    }

    /** As mteb ranks for MRR: by the scores as they are, falling; equal ones by id, falling. */
    public Ranking byFloat64() {
        return sorted(Comparator.comparing(i -> scores[i]));
    }

    private Ranking sorted(Comparator<Integer> byScore) {
        Comparator<Integer> rising = byScore.thenComparing((i, j) -> DocumentOrder.compare(documents[i], documents[j]));
        boolean sorted = IntStream.range(1, documents.length).allMatch(i -> rising.compare(i - 1, i) >= 0);
        return sorted
                ? this
                : ordered(IntStream.range(0, documents.length)
                        .boxed()
                        .sorted(rising.reversed())
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    private Ranking ordered(int[] positions) {
        String[] orderedDocuments = new String[positions.length];
        double[] orderedScores = new double[positions.length];
        for (int i = 0; i < positions.length; i++) {
            orderedDocuments[i] = documents[positions[i]];
            orderedScores[i] = scores[positions[i]];
        }
        return new Ranking(orderedDocuments, orderedScores);
    }
}

package dev.gemmatune.eval.metrics;

import java.util.Arrays;
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
        // Adding 0 makes 0 of -0, so that they tie.
        return new Ranking(
                documents.clone(),
                Arrays.stream(scores).map(score -> score + 0.0).toArray());
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

    /** The first documents of the given order, all if there are fewer. */
    public Ranking first(int count) {
        return size() <= count ? this : ordered(IntStream.range(0, count).toArray());
    }

    /** As trec_eval ranks: by the scores rounded to float32, falling; equal ones by id, falling. */
    public Ranking byFloat32() {
        return sorted((i, j) -> Float.compare((float) scores[i] + 0f, (float) scores[j] + 0f));
    }

    /** As mteb ranks for MRR: by the scores as they are, falling; equal ones by id, falling. */
    public Ranking byFloat64() {
        return sorted((i, j) -> Double.compare(scores[i], scores[j]));
    }

    /** Compares the scores at two positions, without boxing: rankings are long, and many. */
    @FunctionalInterface
    private interface ScoreOrder {
        int compare(int i, int j);
    }

    private Ranking sorted(ScoreOrder byScore) {
        boolean sorted = true;
        for (int i = 1; sorted && i < documents.length; i++) {
            sorted = compare(byScore, i - 1, i) >= 0;
        }
        if (sorted) {
            return this;
        }
        return ordered(IntStream.range(0, documents.length)
                .boxed()
                .sorted((i, j) -> compare(byScore, j, i))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private int compare(ScoreOrder byScore, int i, int j) {
        int order = byScore.compare(i, j);
        return order == 0 ? DocumentOrder.compare(documents[i], documents[j]) : order;
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

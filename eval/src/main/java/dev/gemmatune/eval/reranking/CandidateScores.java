package dev.gemmatune.eval.reranking;

import dev.gemmatune.eval.embeddings.PairScores;
import dev.gemmatune.eval.metrics.Ranking;
import java.util.List;
import java.util.Map;

/** The cosines of a query with its candidates. */
public final class CandidateScores {

    private CandidateScores() {}

    /**
     * Ranks candidates.
     *
     * @param query its embedding
     * @param candidates ids, each of which has a vector; a repeated one counts once
     * @param vectors embeddings by id
     * @param dimension how many of the first numbers of the vectors are compared
     */
    public static Ranking rank(float[] query, List<String> candidates, Map<String, float[]> vectors, int dimension) {
        String[] documents = candidates.stream().distinct().toArray(String[]::new);
        double[] scores = new double[documents.length];
        for (int i = 0; i < documents.length; i++) {
            scores[i] = PairScores.similarity(query, vectors.get(documents[i]), dimension);
        }
        return Ranking.of(documents, scores);
    }
}

package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.mining.Candidate;
import dev.gemmatune.eval.Progress;
import java.util.List;

/** Finds the documents that look most like the answers to anchors: {@link DenseSource} or {@link Bm25Source}. */
public sealed interface CandidateSource permits DenseSource, Bm25Source {

    /** For tables: {@code model}, {@code BM25}. */
    String name();

    /**
     * Searches.
     *
     * @param anchors whose positives are scored as well
     * @param depth the most candidates of an anchor
     * @return one for each anchor
     */
    List<Found> find(List<Anchor> anchors, Documents documents, int depth, Progress progress);

    /**
     * What was found for an anchor.
     *
     * @param candidates the best first; of equal scores the earlier document
     * @param positiveScores of the anchor's positives, in their order
     */
    record Found(List<Candidate> candidates, List<Double> positiveScores) {

        /** Copies both. */
        public Found {
            candidates = List.copyOf(candidates);
            positiveScores = List.copyOf(positiveScores);
        }
    }
}

package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.hnsw.HnswIndex;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Searches embeddings that were computed once through an approximate index, and holds what it finds against the exact
 * search. One index at a time is there.
 *
 * @param settings of the index
 * @param depth the most documents that are judged
 * @param threads of the search
 * @param order of the documents' ids
 * @param progress is told how many documents are indexed
 */
record IndexedEvaluation(HnswSettings settings, int depth, int threads, IdOrder order, Progress progress) {

    private static final List<Integer> CUTOFFS = List.of(10, 100, 1000);

    /**
     * What an index of each dimension finds, judged.
     *
     * @param exact from each dimension to what is there to be found
     * @param judge of the hits of all queries
     */
    Map<Integer, RetrievalResult.Indexed> evaluate(
            float[][] queries,
            float[][] documents,
            Map<Integer, List<Hits>> exact,
            Function<List<Hits>, RetrievalResult.AtDimension> judge) {
        Map<Integer, RetrievalResult.Indexed> found = new LinkedHashMap<>();
        exact.forEach((dimension, hits) -> found.put(dimension, at(dimension, queries, documents, hits, judge)));
        return found;
    }

    private RetrievalResult.Indexed at(
            int dimension,
            float[][] queries,
            float[][] documents,
            List<Hits> exact,
            Function<List<Hits>, RetrievalResult.AtDimension> judge) {
        long start = System.nanoTime();
        try (HnswIndex index = HnswIndex.of(documents, dimension, settings, progress)) {
            long built = System.nanoTime();
            List<int[]> found = QueryThreads.search(
                    queries.length,
                    threads,
                    (from, to) -> IntStream.range(from, to)
                            .mapToObj(query -> index.search(queries[query], dimension))
                            .toList());
            long searched = System.nanoTime();
            List<Hits> hits = new ArrayList<>();
            for (int query = 0; query < queries.length; query++) {
                hits.add(ordered(found.get(query), queries[query], documents, dimension));
            }
            IndexFacts facts = new IndexFacts(
                    documents.length,
                    queries.length,
                    recall(exact, hits),
                    (built - start) / 1e9,
                    (searched - built) / 1e9,
                    index.bytes());
            return new RetrievalResult.Indexed(judge.apply(hits), facts);
        }
    }

    /** By the exact search's own cosines, so that rankings differ by what was not found, and by nothing else. */
    private Hits ordered(int[] found, float[] query, float[][] documents, int dimension) {
        BestDocuments best = new BestDocuments(Math.max(1, Math.min(depth, found.length)));
        float[] score = new float[1];
        for (int document : found) {
            score[0] = Cosine.of(query, documents[document], dimension);
            best.addAll(score, 1, document, order.ranks());
        }
        return order.hits(best);
    }

    private Map<Integer, Double> recall(List<Hits> exact, List<Hits> found) {
        Map<Integer, Double> recall = new LinkedHashMap<>();
        for (int k : CUTOFFS) {
            if (k <= Math.min(depth, settings.candidates())) {
                recall.put(
                        k,
                        IntStream.range(0, exact.size())
                                .mapToDouble(query -> FoundShare.at(k, exact.get(query), found.get(query)))
                                .average()
                                .orElse(Double.NaN));
            }
        }
        return recall;
    }
}

package dev.gemmatune.eval.bitext;

import dev.gemmatune.eval.retrieval.ExactSearch;
import dev.gemmatune.eval.retrieval.Hits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds the nearest sentence of the other language by cosine. */
public final class NearestSentences {

    private NearestSentences() {}

    /**
     * Looks at all sentences, at several dimensions in one pass; of equally near ones the first is taken.
     *
     * @param from {@code [sentences][E]}
     * @param among {@code [sentences][E]}
     * @param threads at least 1
     * @return from each dimension to the position of the nearest of {@code among} for each of {@code from}
     */
    public static Map<Integer, int[]> find(float[][] from, float[][] among, List<Integer> dimensions, int threads) {
        // The search prefers larger ids, so the first sentence gets the largest.
        List<String> ids = IntStream.range(0, among.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%010d", among.length - i))
                .toList();
        Map<Integer, int[]> nearest = new LinkedHashMap<>();
        Map<Integer, List<Hits>> hits = new ExactSearch(1, threads).search(from, among, ids, dimensions);
        hits.forEach((dimension, ofSentences) -> nearest.put(
                dimension,
                ofSentences.stream().mapToInt(found -> found.documents()[0]).toArray()));
        return nearest;
    }
}

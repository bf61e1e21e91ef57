package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.metrics.DocumentOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order of a corpus' ids, by which ties are broken. The arrays are not copied.
 *
 * @param byId the document at each place of the order
 * @param ranks the place of each document
 */
@SuppressWarnings("ArrayRecordComponent")
record IdOrder(int[] byId, int[] ranks) {

    static IdOrder of(List<String> ids) {
        int[] byId = IntStream.range(0, ids.size())
                .boxed()
                .sorted((i, j) -> DocumentOrder.compare(ids.get(i), ids.get(j)))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[byId.length];
        for (int place = 0; place < byId.length; place++) {
            ranks[byId[place]] = place;
        }
        return new IdOrder(byId, ranks);
    }

    /** What was found, the best first. */
    Hits hits(BestDocuments best) {
        long[] keys = best.bestFirst();
        int[] documents = new int[keys.length];
        float[] scores = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            documents[i] = byId[BestDocuments.idRank(keys[i])];
            scores[i] = BestDocuments.score(keys[i]);
        }
        return new Hits(documents, scores);
    }
}

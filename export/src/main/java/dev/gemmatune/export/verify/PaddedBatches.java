package dev.gemmatune.export.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Puts long and short texts together, so that there is much padding, as far as the memory allows. */
final class PaddedBatches {

    /** For the attention scores of one layer. */
    private static final long SCORE_BYTES = 128L << 20;

    private static final int MOST_TEXTS = 4;

    private PaddedBatches() {}

    /**
     * Distributes texts over batches; every batch has at least two of them where there are two.
     *
     * @param lengths tokens of each text
     * @param heads query heads
     * @return indices of the texts of each batch
     */
    static List<List<Integer>> plan(List<Integer> lengths, int heads) {
        List<Integer> longestFirst = IntStream.range(0, lengths.size())
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> -lengths.get(index)))
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        int first = 0;
        int last = longestFirst.size() - 1;
        while (first <= last) {
            List<Integer> batch = new ArrayList<>();
            long longest = lengths.get(longestFirst.get(first));
            long most = Math.max(2, Math.min(MOST_TEXTS, SCORE_BYTES / (longest * longest * heads * Float.BYTES)));
            while (batch.size() < most && first <= last) {
                boolean takeLong = batch.size() % 2 == 0;
                batch.add(longestFirst.get(takeLong ? first++ : last--));
            }
            batches.add(batch);
        }
        return batches;
    }
}

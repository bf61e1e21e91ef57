package dev.gemmatune.eval.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An exact search over documents that come block by block, so that the corpus need not fit into memory: of a block only
 * the best documents of each query stay. The result is that of {@link ExactSearch} over all blocks at once, whatever
 * their sizes. Memory: the queries' vectors and 8 bytes for each hit, besides the block.
 */
public final class StreamingSearch {

    /** Queries that meet a block together; the search keeps twice the depth of hits for each of them meanwhile. */
    private static final int QUERIES_AT_ONCE = 4096;

    private final float[][] queries;
    private final int depth;
    private final ExactSearch search;
    private final Hits[] best;
    private int documents;

    /**
     * A search.
     *
     * @param queries {@code [Q][E]}, finite
     * @param depth the most documents that are found for a query, at least 1
     * @param threads at least 1
     */
    public StreamingSearch(float[][] queries, int depth, int threads) {
        this.queries = queries.clone();
        this.depth = depth;
        this.search = new ExactSearch(depth, threads);
        this.best = new Hits[queries.length];
        Arrays.fill(best, new Hits(new int[0], new float[0]));
    }

    /** Searches the next documents, {@code [N][E]}, finite; they are not kept. */
    public void add(float[][] block) {
        if (block.length == 0) {
            return;
        }
        List<String> earlierFirst = IntStream.range(0, block.length)
                .mapToObj(i -> Integer.toString(Integer.MAX_VALUE - i))
                .toList();
        List<Integer> full = List.of(block[0].length);
        for (int start = 0; start < queries.length; start += QUERIES_AT_ONCE) {
            float[][] part = Arrays.copyOfRange(queries, start, Math.min(start + QUERIES_AT_ONCE, queries.length));
            List<Hits> found = search.search(part, block, earlierFirst, full).get(full.get(0));
            for (int i = 0; i < part.length; i++) {
                best[start + i] = merged(best[start + i], found.get(i));
            }
        }
        documents = Math.addExact(documents, block.length);
    }

    /**
     * The best documents so far of each query: positions over all blocks, of equal cosines the earlier first.
     *
     * @return {@code [Q]}
     */
    public List<Hits> best() {
        return new ArrayList<>(Arrays.asList(best));
    }

    /** All documents of {@code before} are earlier than those of the block. */
    private Hits merged(Hits before, Hits block) {
        int count = Math.min(depth, before.documents().length + block.documents().length);
        int[] merged = new int[count];
        float[] scores = new float[count];
        int left = 0;
        int right = 0;
        for (int i = 0; i < count; i++) {
            boolean fromBefore = left < before.documents().length
                    && (right == block.documents().length || before.scores()[left] >= block.scores()[right]);
            merged[i] = fromBefore ? before.documents()[left] : documents + block.documents()[right];
            scores[i] = fromBefore ? before.scores()[left++] : block.scores()[right++];
        }
        return new Hits(merged, scores);
    }
}

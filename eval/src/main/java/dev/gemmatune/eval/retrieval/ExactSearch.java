package dev.gemmatune.eval.retrieval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds for each query the documents of largest cosine, by looking at all of them, at several dimensions in one pass:
 * the dot product over the first 256 dimensions is a partial sum of that over 768. A vector cut to a dimension is
 * compared by its direction, as if it were made a unit vector again; one that is zero there has the cosine 0.
 *
 * <p>The result does not depend on the threads, on the size of the blocks, or on which other dimensions are asked for.
 * Cost: queries × documents × largest dimension multiplications; memory: 8 bytes for each hit.
 */
public final class ExactSearch {

    /** The transposed block stays in the second-level cache while all queries meet it. */
    private static final int BLOCK = 256;

    private final int depth;
    private final int threads;
    private final int blockSize;

    /**
     * A search.
     *
     * @param depth the most documents that are found for a query, at least 1; mteb looks at 1000
     * @param threads at least 1
     */
    public ExactSearch(int depth, int threads) {
        this(depth, threads, BLOCK);
    }

    ExactSearch(int depth, int threads, int blockSize) {
        if (depth < 1 || threads < 1 || blockSize < 1) {
            throw new IllegalArgumentException(
                    "depth, threads and block size must be >= 1, got " + depth + ", " + threads + " and " + blockSize);
        }
        this.depth = depth;
        this.threads = threads;
        this.blockSize = blockSize;
    }

    /**
     * Searches.
     *
     * @param queries {@code [Q][E]}, finite
     * @param documents {@code [N][E]}, finite
     * @param documentIds {@code N} distinct ids; of equal scores the larger id in code-point order comes first
     * @param dimensions each from 1 to {@code E}
     * @return from each dimension to the hits of each query, {@code [Q]}
     */
    public Map<Integer, List<Hits>> search(
            float[][] queries, float[][] documents, List<String> documentIds, List<Integer> dimensions) {
        if (documents.length != documentIds.size()) {
            throw new IllegalArgumentException(
                    "documentIds must be as many as documents, got " + documentIds.size() + " and " + documents.length);
        }
        int[] cuts = dimensions.stream()
                .mapToInt(Integer::intValue)
                .distinct()
                .sorted()
                .toArray();
        Corpus corpus = new Corpus(documents, inverseNorms(documents, cuts), IdOrder.of(documentIds));
        List<Hits[]> hits = QueryThreads.search(
                queries.length, threads, (from, to) -> searchPart(Arrays.copyOfRange(queries, from, to), corpus, cuts));
        Map<Integer, List<Hits>> result = new LinkedHashMap<>();
        for (int dimension : dimensions) {
            int cut = Arrays.binarySearch(cuts, dimension);
            result.put(dimension, hits.stream().map(ofQuery -> ofQuery[cut]).toList());
        }
        return result;
    }

    /**
     * The documents and what is computed of them before the search.
     *
     * @param inverseNorms {@code [cut][document]}
     * @param order of the ids
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Corpus(float[][] documents, float[][] inverseNorms, IdOrder order) {}

    private List<Hits[]> searchPart(float[][] queries, Corpus corpus, int[] cuts) {
        int count = corpus.documents.length;
        float[][] queryNorms = transposed(inverseNorms(queries, cuts), queries.length);
        BestDocuments[][] best = new BestDocuments[queries.length][cuts.length];
        for (BestDocuments[] ofQuery : best) {
            Arrays.setAll(ofQuery, cut -> new BestDocuments(Math.max(1, Math.min(depth, count))));
        }
        DocumentBlock block = new DocumentBlock(cuts[cuts.length - 1], Math.max(1, Math.min(blockSize, count)));
        Meeting meeting = new Meeting(corpus, cuts, block, new float[blockSize], new float[blockSize]);
        for (int start = 0; start < count; start += blockSize) {
            block.fill(corpus.documents, start);
            for (int query = 0; query < queries.length; query++) {
                meeting.of(queries[query], queryNorms[query], best[query]);
            }
        }
        return Arrays.stream(best)
                .map(ofQuery -> Arrays.stream(ofQuery).map(corpus.order::hits).toArray(Hits[]::new))
                .toList();
    }

    /**
     * A query meets a block. A method of its own, because the JIT compiles small methods better than loops of loops.
     *
     * @param sums the dot products so far
     * @param scores the cosines at one cut
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Meeting(Corpus corpus, int[] cuts, DocumentBlock block, float[] sums, float[] scores) {

        void of(float[] query, float[] queryNorms, BestDocuments[] best) {
            Arrays.fill(sums, 0f);
            int done = 0;
            for (int cut = 0; cut < cuts.length; cut++) {
                block.addProducts(query, done, cuts[cut], sums);
                done = cuts[cut];
                block.scale(sums, queryNorms[cut], corpus.inverseNorms[cut], scores);
                best[cut].addAll(scores, block.count(), block.first(), corpus.order.ranks());
            }
        }
    }

    /** {@code [cut][vector]}: one over the length of the vector's first numbers, 0 where they are all 0. */
    private static float[][] inverseNorms(float[][] vectors, int[] cuts) {
        float[][] inverse = new float[cuts.length][vectors.length];
        for (int v = 0; v < vectors.length; v++) {
            double squares = 0;
            int dimension = 0;
            for (int cut = 0; cut < cuts.length; cut++) {
                for (; dimension < cuts[cut]; dimension++) {
                    squares += (double) vectors[v][dimension] * vectors[v][dimension];
                }
                inverse[cut][v] = squares == 0 ? 0f : (float) (1 / Math.sqrt(squares));
            }
        }
        return inverse;
    }

    private static float[][] transposed(float[][] rows, int columns) {
        float[][] transposed = new float[columns][rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column][row] = rows[row][column];
            }
        }
        return transposed;
    }
}

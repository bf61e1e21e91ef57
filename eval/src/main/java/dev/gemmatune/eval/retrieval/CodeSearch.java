package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.quantized.Int8Ranges;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.quantized.SignBits;
import dev.gemmatune.model.Matryoshka;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds documents by the codes of their embeddings, looking at all of them; of equal scores the larger id comes first.
 * Vectors are cut and made unit vectors before they are coded. The result depends neither on the threads nor on the size
 * of the blocks: integer sums have no rounding, and are exact in a hit's float up to 1,024 dimensions.
 */
final class CodeSearch {

    /** Documents whose codes stay in the cache while all queries of a thread meet them. */
    private static final int BLOCK = 512;
    /** Moves what was not rescored below all cosines: its own score is from -1 to 1. */
    private static final float BELOW = 3f;

    private final int depth;
    private final int candidates;
    private final int threads;
    private final int blockSize;

    CodeSearch(int depth, int candidates, int threads) {
        this(depth, candidates, threads, BLOCK);
    }

    CodeSearch(int depth, int candidates, int threads, int blockSize) {
        if (depth < 1 || candidates < 1 || threads < 1 || blockSize < 1) {
            throw new IllegalArgumentException("depth, candidates, threads and block size must be >= 1, got " + depth
                    + ", " + candidates + ", " + threads + " and " + blockSize);
        }
        this.depth = depth;
        this.candidates = candidates;
        this.threads = threads;
        this.blockSize = blockSize;
    }

    /** The scores of the documents of a block, which is entered before queries meet it. One for each thread. */
    private interface BlockScores {
        void enter(int first, int count);

        void compute(int query, float[] scores);
    }

    /** The float score by which a candidate is put in order again, about -1 to 1. */
    @FunctionalInterface
    private interface Rescore {
        float of(float[] query, int document);
    }

    /**
     * Searches at a dimension.
     *
     * @param precision any but float32
     * @param ranges of the documents at this dimension; read for int8 only
     * @return the hits of each query. Scores: of int8 the integer dot product; of binary the dot product of the signs,
     *     dimension less twice the Hamming distance; rescored ones the dot product of the float query with
     *     what the document's codes stand for, about -1 to 1; documents that were not rescored follow with lower scores
     */
    List<Hits> search(
            Precision precision,
            float[][] queries,
            float[][] documents,
            IdOrder order,
            int dimension,
            Int8Ranges ranges) {
        float[][] cutQueries = Matryoshka.cut(queries, dimension);
        switch (precision) {
            case INT8, INT8_RESCORED -> {
                byte[][] codes = ranges.codes(Matryoshka.cut(documents, dimension));
                byte[][] queryCodes = ranges.codes(cutQueries);
                Supplier<BlockScores> scores = () -> new Products(queryCodes, codes, blockSize);
                return precision == Precision.INT8
                        ? scan(depth, queries.length, codes.length, order, scores)
                        : rescored(
                                scan(Math.max(depth, candidates), queries.length, codes.length, order, scores),
                                cutQueries,
                                order,
                                (query, document) -> ranges.product(query, codes[document]));
            }
            case BINARY, BINARY_RESCORED -> {
                long[][] bits = SignBits.of(documents, dimension);
                long[][] queryBits = SignBits.of(queries, dimension);
                Supplier<BlockScores> scores = () -> new Agreements(queryBits, bits, dimension);
                return precision == Precision.BINARY
                        ? scan(depth, queries.length, bits.length, order, scores)
                        : rescored(
                                scan(Math.max(depth, candidates), queries.length, bits.length, order, scores),
                                cutQueries,
                                order,
                                (query, document) -> cosine(query, bits[document]));
            }
            default -> throw new IllegalArgumentException("precision must not be " + precision);
        }
    }

    private List<Hits> scan(
            int scanDepth, int queries, int documents, IdOrder order, Supplier<BlockScores> scoresOfThread) {
        return QueryThreads.search(queries, threads, (from, to) -> {
            BlockScores scores = scoresOfThread.get();
            BestDocuments[] best = new BestDocuments[to - from];
            Arrays.setAll(best, i -> new BestDocuments(Math.max(1, Math.min(scanDepth, documents))));
            float[] ofBlock = new float[blockSize];
            for (int first = 0; first < documents; first += blockSize) {
                int count = Math.min(blockSize, documents - first);
                scores.enter(first, count);
                for (int query = from; query < to; query++) {
                    scores.compute(query, ofBlock);
                    best[query - from].addAll(ofBlock, count, first, order.ranks());
                }
            }
            List<Hits> hits = new ArrayList<>();
            for (BestDocuments ofQuery : best) {
                hits.add(order.hits(ofQuery));
            }
            return hits;
        });
    }

    /** Integer dot products. */
    private static final class Products implements BlockScores {
        private final byte[][] queries;
        private final byte[][] documents;
        private final CodeBlock block;
        private int count;

        Products(byte[][] queries, byte[][] documents, int blockSize) {
            this.queries = queries;
            this.documents = documents;
            this.block = new CodeBlock(
                    documents.length == 0 ? 0 : documents[0].length, Math.min(blockSize, documents.length));
        }

        @Override
        public void enter(int first, int documentCount) {
            count = documentCount;
            block.fill(documents, first, documentCount);
        }

        @Override
        public void compute(int query, float[] scores) {
            block.products(queries[query], count, scores);
        }
    }

    /** Dot products of signs. */
    private static final class Agreements implements BlockScores {
        private final long[][] queries;
        private final long[][] documents;
        private final int dimension;
        private int first;
        private int count;

        Agreements(long[][] queries, long[][] documents, int dimension) {
            this.queries = queries;
            this.documents = documents;
            this.dimension = dimension;
        }

        @Override
        public void enter(int firstDocument, int documentCount) {
            first = firstDocument;
            count = documentCount;
        }

        @Override
        public void compute(int query, float[] scores) {
            long[] bits = queries[query];
            for (int i = 0; i < count; i++) {
                scores[i] = dimension - 2 * SignBits.hamming(bits, documents[first + i]);
            }
        }
    }

    /** The candidates in the order of their float scores, behind them the others as they were. */
    private List<Hits> rescored(List<Hits> found, float[][] queries, IdOrder order, Rescore rescore) {
        return QueryThreads.search(queries.length, threads, (from, to) -> {
            List<Hits> hits = new ArrayList<>();
            for (int query = from; query < to; query++) {
                hits.add(rescored(found.get(query), queries[query], order, rescore));
            }
            return hits;
        });
    }

    private Hits rescored(Hits found, float[] query, IdOrder order, Rescore rescore) {
        int[] documents = found.documents();
        int first = Math.min(candidates, documents.length);
        BestDocuments best = new BestDocuments(Math.max(1, first));
        float[] score = new float[1];
        for (int i = 0; i < first; i++) {
            score[0] = rescore.of(query, documents[i]);
            best.addAll(score, 1, documents[i], order.ranks());
        }
        Hits ordered = order.hits(best);
        int kept = Math.min(depth, documents.length);
        int[] all = Arrays.copyOf(ordered.documents(), kept);
        float[] scores = Arrays.copyOf(ordered.scores(), kept);
        float largest = 1;
        for (int i = first; i < kept; i++) {
            largest = Math.max(largest, Math.abs(found.scores()[i]));
        }
        for (int i = first; i < kept; i++) {
            all[i] = documents[i];
            scores[i] = found.scores()[i] / largest - BELOW;
        }
        return new Hits(all, scores);
    }

    /** Of a unit vector and signs, 1 for a set bit and -1 for another. */
    private static float cosine(float[] query, long[] bits) {
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += SignBits.isSet(bits, i) ? query[i] : -query[i];
        }
        return (float) (sum / Math.sqrt(query.length));
    }
}

package dev.gemmatune.eval.retrieval;

/**
 * Some documents, transposed, so that the inner loop runs over documents and each lane of a vector instruction adds up
 * another document's dot product. The products of one document are added in the order of the dimensions, one by one,
 * in float32, whatever the block's size: a score does not depend on how the work is cut into pieces.
 *
 * <p>Four dimensions a round keep the loop bound by arithmetic rather than by loads; with more of them the JIT of
 * JDK 17 no longer unrolls and vectorises it.
 */
final class DocumentBlock {

    private final float[][] rows;
    private int first;
    private int count;

    /**
     * Room for documents.
     *
     * @param dimension of the embeddings
     * @param capacity the most documents that it can hold
     */
    DocumentBlock(int dimension, int capacity) {
        rows = new float[dimension][capacity];
    }

    /** Takes the documents from {@code start} on, as many as there are and as fit. */
    void fill(float[][] documents, int start) {
        first = start;
        count = Math.min(rows[0].length, documents.length - start);
        for (int i = 0; i < count; i++) {
            float[] document = documents[start + i];
            for (int d = 0; d < rows.length; d++) {
                rows[d][i] = document[d];
            }
        }
    }

    int first() {
        return first;
    }

    int count() {
        return count;
    }

    /** Adds to {@code sums[i]} the products of the dimensions {@code from} to {@code to} of query and document i. */
    void addProducts(float[] query, int from, int to, float[] sums) {
        int dimension = from;
        for (; dimension + 4 <= to; dimension += 4) {
            addFour(query, dimension, sums);
        }
        for (; dimension < to; dimension++) {
            addOne(query[dimension], rows[dimension], sums, count);
        }
    }

    /** Makes cosines of dot products: {@code norms} are one over the lengths of all documents, those outside included. */
    void scale(float[] sums, float queryNorm, float[] norms, float[] cosines) {
        for (int i = 0; i < count; i++) {
            cosines[i] = sums[i] * queryNorm * norms[first + i];
        }
    }

    private void addFour(float[] query, int dimension, float[] sums) {
        addFour(
                query[dimension],
                query[dimension + 1],
                query[dimension + 2],
                query[dimension + 3],
                rows[dimension],
                rows[dimension + 1],
                rows[dimension + 2],
                rows[dimension + 3],
                sums,
                count);
    }

    private static void addFour(
            float q0,
            float q1,
            float q2,
            float q3,
            float[] row0,
            float[] row1,
            float[] row2,
            float[] row3,
            float[] sums,
            int count) {
        for (int i = 0; i < count; i++) {
            sums[i] = sums[i] + q0 * row0[i] + q1 * row1[i] + q2 * row2[i] + q3 * row3[i];
        }
    }

    private static void addOne(float value, float[] row, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += value * row[i];
        }
    }
}

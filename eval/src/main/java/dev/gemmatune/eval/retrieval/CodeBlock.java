package dev.gemmatune.eval.retrieval;

import java.util.Arrays;

/**
 * The integer codes of some documents, transposed like {@link DocumentBlock}, so that each lane of a vector instruction
 * adds up another document's dot product.
 */
final class CodeBlock {

    private final int[][] rows;
    private final int[] sums;

    CodeBlock(int dimension, int capacity) {
        rows = new int[dimension][capacity];
        sums = new int[capacity];
    }

    /** Takes {@code count} documents from {@code first} on. */
    void fill(byte[][] documents, int first, int count) {
        for (int i = 0; i < count; i++) {
            byte[] document = documents[first + i];
            for (int d = 0; d < rows.length; d++) {
                rows[d][i] = document[d];
            }
        }
    }

    /** The dot product of a query's codes with each document's; exact in a float up to 1,024 dimensions. */
    void products(byte[] query, int count, float[] scores) {
        Arrays.fill(sums, 0, count, 0);
        int d = 0;
        for (; d + 4 <= rows.length; d += 4) {
            addFour(
                    query[d],
                    query[d + 1],
                    query[d + 2],
                    query[d + 3],
                    rows[d],
                    rows[d + 1],
                    rows[d + 2],
                    rows[d + 3],
                    sums,
                    count);
        }
        for (; d < rows.length; d++) {
            addOne(query[d], rows[d], sums, count);
        }
        for (int i = 0; i < count; i++) {
            scores[i] = sums[i];
        }
    }

    private static void addFour(
            int q0, int q1, int q2, int q3, int[] row0, int[] row1, int[] row2, int[] row3, int[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] = sums[i] + q0 * row0[i] + q1 * row1[i] + q2 * row2[i] + q3 * row3[i];
        }
    }

    private static void addOne(int value, int[] row, int[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += value * row[i];
        }
    }
}

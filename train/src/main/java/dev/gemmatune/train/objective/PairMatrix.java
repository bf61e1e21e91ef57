package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Constant matrices over pairs of texts. */
final class PairMatrix {

    /** Added to a logit that does not count: its exponential is 0, and 0 times it is 0 and not NaN. */
    static final float LEFT_OUT = -1e30f;

    /** Says something of a row and a column. */
    @FunctionalInterface
    interface Condition {
        boolean holds(int row, int column);
    }

    private PairMatrix() {}

    /** A matrix {@code (rows, columns)} with {@code value} where the condition holds and 0 elsewhere. */
    static NDArray where(NDManager manager, int rows, int columns, float value, Condition condition) {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (condition.holds(row, column)) {
                    values[row * columns + column] = value;
                }
            }
        }
        return manager.create(values, new Shape(rows, columns));
    }
}

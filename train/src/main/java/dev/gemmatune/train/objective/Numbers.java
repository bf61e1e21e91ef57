package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;

/**
 * Arithmetic with a number where autograd is recording.
 *
 * <p>DJL's own {@code mul(Number)} puts the number into an array over memory of the Java heap's direct buffers and closes
 * that at once, while autograd's record still points to it. If the garbage collector runs before the way back, the
 * gradient is multiplied by whatever lies there then. Here the number's array lives as long as the arrays of the step.
 */
public final class Numbers {

    private Numbers() {}

    /** {@code array * number}, element by element. */
    public static NDArray times(NDArray array, double number) {
        return array.mul(of(array, number));
    }

    /** {@code array / number}, element by element. */
    public static NDArray over(NDArray array, double number) {
        return array.div(of(array, number));
    }

    /** The larger of each element and {@code number}. */
    public static NDArray atLeast(NDArray array, double number) {
        return array.maximum(of(array, number));
    }

    private static NDArray of(NDArray array, double number) {
        return array.getManager().create((float) number);
    }
}

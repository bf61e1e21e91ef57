package dev.gemmatune.train.gradient;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Differentiates a loss over the embeddings of some texts with respect to the encoder's trained parameters. */
public sealed interface Gradients permits DirectGradients, CachedGradients {

    /** A loss of embeddings. */
    @FunctionalInterface
    interface Loss {
        /** The loss, a scalar, of embeddings {@code (M, E)} in the order of the texts. */
        NDArray of(NDArray embeddings);
    }

    /**
     * Adds the gradients of {@code factor * loss} to those that the parameters hold.
     *
     * @param texts token ids of each text
     * @param loss a pure function: it may be called once only, and everything it makes belongs to the step
     * @param factor of the gradients, not of the result
     * @param seed of the dropout of adapters, 0 to 2^40
     * @return the loss; if it is not finite, no gradient was added
     */
    double add(List<int[]> texts, Loss loss, double factor, long seed);

    /** The same for encoders without dropout. */
    default double add(List<int[]> texts, Loss loss, double factor) {
        return add(texts, loss, factor, 0);
    }

    /** Says that the encoder's weights have been updated. */
    default void weightsChanged() {}
}

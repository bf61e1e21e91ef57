package dev.gemmatune.model.checkpoint;

import java.util.List;

/**
 * A linear map after pooling, without bias and activation.
 *
 * @param folder its folder in the checkpoint, such as {@code 2_Dense}
 * @param inputs its input dimension
 * @param outputs its output dimension
 */
public record DenseLayer(String folder, int inputs, int outputs) {

    /** Checks the sizes. */
    public DenseLayer {
        if (inputs <= 0 || outputs <= 0) {
            throw new IllegalArgumentException("a dense layer's sizes must be > 0, got " + inputs + " and " + outputs);
        }
    }

    /** The shape of its weight: outputs, then inputs. */
    public List<Long> shape() {
        return List.of((long) outputs, (long) inputs);
    }
}

package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.quantization.QuantizationScheme;

/** Weights as they will be stored, rounded on the encoder's device. */
public final class RoundedWeights {

    private RoundedWeights() {}

    /**
     * Writes over {@code target} what storing {@code source} and reading it back gives; the same bits as
     * {@link dev.gemmatune.model.quantization.Quantizer} without a search.
     *
     * @param encoder to which both arrays belong
     * @param source a float32 matrix, whose columns the scheme must divide into blocks
     * @param scheme Q4_0, Q8_0 or INT8
     */
    public static void store(GemmaEncoder encoder, NDArray target, NDArray source, QuantizationScheme scheme) {
        String method = switch (scheme) {
            case Q4_0 -> "store_q4_0";
            case Q8_0 -> "store_q8_0";
            case INT8 -> "store_int8";
            case INT8_REDUCED -> throw new IllegalArgumentException("scheme must be Q4_0, Q8_0 or INT8, got " + scheme);
        };
        try (NDManager step = encoder.newSubManager()) {
            target.setName("target");
            source.setName("source");
            encoder.call(method, step, new NDList(target, source));
        }
    }
}

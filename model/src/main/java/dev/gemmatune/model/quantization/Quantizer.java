package dev.gemmatune.model.quantization;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.safetensors.ElementType;

/**
 * Turns rows of float32 into codes and scales. The same values always give the same codes, whatever else is quantized
 * with them.
 *
 * <p>Without a search the numbers are those of ggml's reference quantizers (ggml-org/llama.cpp,
 * {@code ggml/src/ggml-quants.c}, {@code quantize_row_q4_0_ref} and {@code quantize_row_q8_0_ref}): codes follow from the
 * scale in float32, and only then is the scale rounded to binary16. Costs some nanoseconds a value.
 *
 * @param scheme how to quantize
 * @param search whether to look for a better scale than the reference's; schemes with a scale for each row have none
 */
public record Quantizer(QuantizationScheme scheme, ScaleSearch search) {

    /** The reference quantizer of a scheme. */
    public static Quantizer of(QuantizationScheme scheme) {
        return new Quantizer(scheme, ScaleSearch.NONE);
    }

    /**
     * Quantizes consecutive rows.
     *
     * @param tensor the weight's name, for errors
     * @param values the rows, one after another
     * @param columns values of a row
     * @throws UserError if a value is NaN, infinite or too large for the scheme, or the rows do not divide into blocks
     */
    public QuantizedRows quantize(String tensor, float[] values, int columns) {
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(
                    "values must be whole rows of " + columns + ", got " + values.length + " values");
        }
        int blockSize = scheme.blockSize(tensor, columns);
        int blocks = values.length / blockSize;
        QuantizedRows rows = new QuantizedRows(scheme, blockSize, new byte[values.length], new float[blocks]);
        for (int block = 0; block < blocks; block++) {
            quantizeBlock(tensor, values, block, rows);
        }
        return rows;
    }

    /** The values as they will be after quantizing and reading back: what quantization-aware training computes with. */
    public float[] fake(String tensor, float[] values, int columns) {
        return quantize(tensor, values, columns).values();
    }

    private void quantizeBlock(String tensor, float[] values, int block, QuantizedRows rows) {
        int size = rows.blockSize();
        int begin = block * size;
        int largest = largestMagnitude(tensor, values, begin, size);
        float scale = switch (scheme) {
            case Q4_0 -> BlockCodes.q4(values, begin, values[largest], rows.codes());
            case Q8_0, INT8, INT8_REDUCED ->
                BlockCodes.symmetric(values, begin, size, values[largest], scheme.largestCode(), rows.codes());
        };
        if (!scheme.isPerRow()) {
            scale = rounded(tensor, scale, values[largest]);
            scale = search.improve(scheme, values, begin, values[largest], scale, rows.codes());
        }
        rows.scales()[block] = scale;
    }

    /** Index of the first value of largest magnitude, after a look at every value. */
    private int largestMagnitude(String tensor, float[] values, int begin, int size) {
        int largest = begin;
        float magnitude = 0;
        for (int i = begin; i < begin + size; i++) {
            float candidate = Math.abs(values[i]);
            if (!(candidate <= Float.MAX_VALUE)) {
                throw new UserError("the weight " + tensor + " holds " + values[i] + ", which " + scheme
                        + " cannot store; a model with such a weight embeds nothing. Take an earlier checkpoint of the"
                        + " run, or train again with a lower learning rate");
            }
            if (candidate > magnitude) {
                magnitude = candidate;
                largest = i;
            }
        }
        return largest;
    }

    private float rounded(String tensor, float scale, float largest) {
        float stored = ElementType.F16.widen(ElementType.F16.narrow(scale));
        if (Float.isInfinite(stored)) {
            throw new UserError("the weight " + tensor + " holds " + largest + ", too large for the 16-bit scales of "
                    + scheme + "; choose a format with float scales, or look for what went wrong in training");
        }
        return stored;
    }
}

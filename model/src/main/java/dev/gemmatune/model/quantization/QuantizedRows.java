package dev.gemmatune.model.quantization;

/**
 * Consecutive rows of a quantized weight.
 *
 * <p>The arrays belong to this object and are not copied: rows are made, laid out and forgotten, some thousand values at
 * a time.
 *
 * @param scheme how they are quantized
 * @param blockSize how many values share a scale
 * @param codes one for each value, row-major
 * @param scales one for each block
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; copies would double the cost of an export
public record QuantizedRows(QuantizationScheme scheme, int blockSize, byte[] codes, float[] scales) {

    /** Checks that the sizes fit. */
    public QuantizedRows {
        if (blockSize < 1 || codes.length != scales.length * (long) blockSize) {
            throw new IllegalArgumentException("codes must be scales times blockSize (" + blockSize + "), got "
                    + codes.length + " and " + scales.length);
        }
    }

    /** The number of blocks. */
    public int blocks() {
        return scales.length;
    }

    /** The values: {@code code * scale}, a single rounding to float32. */
    public float[] values() {
        float[] values = new float[codes.length];
        for (int block = 0; block < scales.length; block++) {
            float scale = scales[block];
            int end = (block + 1) * blockSize;
            for (int i = block * blockSize; i < end; i++) {
                values[i] = codes[i] * scale;
            }
        }
        return values;
    }
}

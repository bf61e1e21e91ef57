package dev.gemmatune.model.quantization;

/** Fits the scale of a block of 32 to its codes: nearest codes for a scale, then the best scale for those codes. */
final class LeastSquares {

    private final QuantizationScheme scheme;
    private final float[] values;
    private final int begin;
    private double error;

    LeastSquares(QuantizationScheme scheme, float[] values, int begin) {
        this.scheme = scheme;
        this.values = values;
        this.begin = begin;
    }

    /** Takes the nearest codes for {@code scale}, and gives the scale that is best for them. */
    float refine(float scale) {
        float inverse = 1 / scale;
        double products = 0;
        double squares = 0;
        error = 0;
        for (int i = begin; i < begin + GgmlBlocks.SIZE; i++) {
            double value = values[i];
            int code = code(values[i], inverse);
            double weight = value * value;
            double difference = values[i] - code * scale;
            error += difference * difference * weight;
            products += weight * value * code;
            squares += weight * code * code;
        }
        return squares == 0 ? 0 : (float) (products / squares);
    }

    /** The weighted squared error of the scale that {@link #refine} was given last. */
    double error() {
        return error;
    }

    /** Writes the nearest codes for {@code scale}. */
    void codes(float scale, byte[] codes) {
        float inverse = 1 / scale;
        for (int i = begin; i < begin + GgmlBlocks.SIZE; i++) {
            codes[i] = (byte) code(values[i], inverse);
        }
    }

    private int code(float value, float inverse) {
        return Math.max(scheme.smallestCode(), Math.min(scheme.largestCode(), Math.round(value * inverse)));
    }
}

package dev.gemmatune.export.onnx;

/** What a consumer makes of a model's output: the mean over tokens, brought to length 1. */
final class PooledVector {

    private PooledVector() {}

    /**
     * The mean of the first {@code tokens} rows of {@code size}, in float64.
     *
     * @param normalise whether to divide by its length
     */
    static double[] of(float[] rows, int size, int tokens, boolean normalise) {
        double[] mean = new double[size];
        for (int i = 0; i < tokens * size; i++) {
            mean[i % size] += rows[i] / (double) tokens;
        }
        double square = 0;
        for (double value : mean) {
            square += value * value;
        }
        double length = normalise ? Math.max(Math.sqrt(square), 1e-12) : 1;
        for (int i = 0; i < size; i++) {
            mean[i] /= length;
        }
        return mean;
    }
}

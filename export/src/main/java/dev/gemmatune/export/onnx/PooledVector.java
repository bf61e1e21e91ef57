package dev.gemmatune.export.onnx;

/** What a consumer makes of a model's output: the mean over tokens, brought to length 1. */
final class PooledVector {

    private static final double SMALLEST_NORM = 1e-12;

    private PooledVector() {}

    /** The mean of the first {@code tokens} rows of {@code size}, computed in float64 and normalised. */
    static float[] of(float[] rows, int size, int tokens) {
        double[] mean = new double[size];
        for (int i = 0; i < tokens * size; i++) {
            mean[i % size] += rows[i] / (double) tokens;
        }
        double square = 0;
        for (double value : mean) {
            square += value * value;
        }
        double length = Math.max(Math.sqrt(square), SMALLEST_NORM);
        float[] unit = new float[size];
        for (int i = 0; i < size; i++) {
            unit[i] = (float) (mean[i] / length);
        }
        return unit;
    }
}

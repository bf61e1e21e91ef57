package dev.gemmatune.eval.metrics;

/**
 * Sums in NumPy's order, so that the last bits agree: its mean of (.8, .8, .8) is not .8 exactly, which decides ties.
 * The order is that of {@code pairwise_sum} in NumPy 2.4's {@code loops_utils.h.src}: fewer than 8 values one by one,
 * up to 128 in eight interleaved sums, more of them halved at a multiple of 8.
 */
final class NumpyStatistics {

    private static final int LANES = 8;
    private static final int BLOCK = 128;

    private NumpyStatistics() {}

    static double sum(double[] values) {
        return sum(values, 0, values.length);
    }

    static double mean(double[] values) {
        return sum(values) / values.length;
    }

    /** The population's standard deviation, {@code numpy.std}. */
    static double standardDeviation(double[] values) {
        double mean = mean(values);
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - mean;
            squares[i] = difference * difference;
        }
        return Math.sqrt(mean(squares));
    }

    private static double sum(double[] values, int start, int count) {
        if (count < LANES) {
            return plainSum(values, start, count);
        }
        if (count <= BLOCK) {
            return interleavedSum(values, start, count);
        }
        int half = count / 2;
        half -= half % LANES;
        return sum(values, start, half) + sum(values, start + half, count - half);
    }

    private static double plainSum(double[] values, int start, int count) {
        // NumPy starts from -0.0, which no sum of numbers shows but that of zeros.
        double sum = -0.0;
        for (int i = 0; i < count; i++) {
            sum += values[start + i];
        }
        return sum;
    }

    private static double interleavedSum(double[] values, int start, int count) {
        double[] lanes = new double[LANES];
        System.arraycopy(values, start, lanes, 0, LANES);
        int whole = count - count % LANES;
        for (int i = LANES; i < whole; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += values[start + i + lane];
            }
        }
        double sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (int i = whole; i < count; i++) {
            sum += values[start + i];
        }
        return sum;
    }
}

package dev.gemmatune.eval.embeddings;

/**
 * How alike two vectors are, in float32, as mteb 2.20.0 computes it through scikit-learn and NumPy. Sums run in four
 * lanes, as NumPy's do on vectors of four floats; on longer vectors the last bits may differ from its own.
 */
public final class PairScores {

    private static final int LANES = 4;

    private PairScores() {}

    /** {@code 1 - |x/|x| - y/|y||² / 2} over the first numbers: scikit-learn's paired_cosine_distances, reversed. */
    public static float cosine(float[] x, float[] y, int dimension) {
        float normX = norm(x, dimension);
        float normY = norm(y, dimension);
        float[] lanes = new float[LANES];
        for (int i = 0; i < dimension; i++) {
            float difference = x[i] / normX - y[i] / normY;
            lanes[i % LANES] += difference * difference;
        }
        return 1f - 0.5f * sum(lanes);
    }

    /**
     * The dot product of the vectors divided by their lengths, as sentence-transformers computes a model's similarity:
     * with PyTorch, which adds four floats one by one.
     */
    public static float similarity(float[] x, float[] y, int dimension) {
        float normX = oneByOneNorm(x, dimension);
        float normY = oneByOneNorm(y, dimension);
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += x[i] / normX * (y[i] / normY);
        }
        return sum;
    }

    /** The dot product, added one by one. */
    public static float dot(float[] x, float[] y, int dimension) {
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** {@code -|x - y|}, the Euclidean distance reversed. */
    public static float euclidean(float[] x, float[] y, int dimension) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < dimension; i++) {
            float difference = x[i] - y[i];
            lanes[i % LANES] += difference * difference;
        }
        return (float) -Math.sqrt(sum(lanes));
    }

    /** The sum of the absolute differences, reversed. */
    public static float manhattan(float[] x, float[] y, int dimension) {
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += Math.abs(x[i] - y[i]);
        }
        return -sum;
    }

    /** Their length, or 1 if they are all 0, as scikit-learn's normalize has it. */
    private static float norm(float[] x, int dimension) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < dimension; i++) {
            lanes[i % LANES] += x[i] * x[i];
        }
        float norm = (float) Math.sqrt(sum(lanes));
        return norm == 0 ? 1 : norm;
    }

    private static float oneByOneNorm(float[] x, int dimension) {
        float norm = (float) Math.sqrt(dot(x, x, dimension));
        return norm == 0 ? 1 : norm;
    }

    private static float sum(float[] lanes) {
        return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    }
}

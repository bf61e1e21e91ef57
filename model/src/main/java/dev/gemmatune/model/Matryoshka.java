package dev.gemmatune.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Shorter embeddings from longer ones: the leading dimensions, normalised again.
 *
 * @see <a href="https://arxiv.org/abs/2205.13147">Matryoshka Representation Learning</a>
 */
public final class Matryoshka {

    private Matryoshka() {}

    /**
     * The dimensions at which a model is trained and measured when nothing else is asked for: EmbeddingGemma's 768, 512,
     * 256, 128; of other models the full one, two thirds, a half and a quarter.
     *
     * @param full the model's dimension
     */
    public static List<Integer> dimensions(int full) {
        return full == 768
                ? List.of(768, 512, 256, 128)
                : Stream.of(full, full * 2 / 3, full / 2, full / 4)
                        .filter(dimension -> dimension > 0)
                        .distinct()
                        .toList();
    }

    /** The first {@code dimension} components of each row, scaled to length 1; a row of zeros stays one. */
    public static float[][] cut(float[][] vectors, int dimension) {
        float[][] shorter = new float[vectors.length][];
        for (int row = 0; row < vectors.length; row++) {
            shorter[row] = cut(vectors[row], dimension);
        }
        return shorter;
    }

    /** The first {@code dimension} components of a vector, scaled to length 1; the full dimension is left as it is. */
    public static float[] cut(float[] vector, int dimension) {
        if (dimension < 1 || dimension > vector.length) {
            throw new IllegalArgumentException("dimension must be 1 to " + vector.length + ", got " + dimension);
        }
        if (dimension == vector.length) {
            return vector;
        }
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            squares += (double) vector[i] * vector[i];
        }
        double norm = Math.max(Math.sqrt(squares), 1e-12);
        float[] shorter = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            shorter[i] = (float) (vector[i] / norm);
        }
        return shorter;
    }
}

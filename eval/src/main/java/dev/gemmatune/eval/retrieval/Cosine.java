package dev.gemmatune.eval.retrieval;

/** The cosine of two vectors, bit by bit that of {@link ExactSearch}. */
public final class Cosine {

    private Cosine() {}

    /** The cosine of two vectors of one dimension; 0 if one of them is zero. */
    public static float of(float[] query, float[] document) {
        return of(query, document, query.length);
    }

    /** The cosine of the first {@code dimension} numbers of two vectors. */
    static float of(float[] query, float[] document, int dimension) {
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += query[i] * document[i];
        }
        return sum * inverseNorm(query, dimension) * inverseNorm(document, dimension);
    }

    private static float inverseNorm(float[] vector, int dimension) {
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            squares += (double) vector[i] * vector[i];
        }
        return squares == 0 ? 0f : (float) (1 / Math.sqrt(squares));
    }
}

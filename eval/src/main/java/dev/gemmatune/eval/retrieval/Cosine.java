package dev.gemmatune.eval.retrieval;

/** The cosine of two vectors, bit by bit that of {@link ExactSearch}. */
public final class Cosine {

    private Cosine() {}

    /** The cosine of two vectors of one dimension; 0 if one of them is zero. */
    public static float of(float[] query, float[] document) {
        float sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += query[i] * document[i];
        }
        return sum * inverseNorm(query) * inverseNorm(document);
    }

    private static float inverseNorm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return squares == 0 ? 0f : (float) (1 / Math.sqrt(squares));
    }
}

package dev.gemmatune.export.verify;

import dev.gemmatune.export.report.Comparison;

/** Collects how far vectors are from those expected. */
final class Agreement {

    private final String name;
    private final Comparison.Against against;
    private int texts;
    private double maxDifference;
    private double minCosine = Double.POSITIVE_INFINITY;
    private double cosines;
    private int worstTokens;

    Agreement(String name, Comparison.Against against) {
        this.name = name;
        this.against = against;
    }

    /** Adds a text of {@code tokens} tokens. */
    void add(float[] expected, float[] found, int tokens) {
        double difference = 0;
        double product = 0;
        double expectedSquare = 0;
        double foundSquare = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) expected[i] - found[i])); // NaN stays
            product += (double) expected[i] * found[i];
            expectedSquare += (double) expected[i] * expected[i];
            foundSquare += (double) found[i] * found[i];
        }
        double cosine = product / Math.sqrt(expectedSquare * foundSquare);
        if (texts == 0 || Double.compare(difference, maxDifference) > 0) { // NaN counts as the largest
            worstTokens = tokens;
        }
        maxDifference = Math.max(maxDifference, difference);
        minCosine = Math.min(minCosine, cosine);
        cosines += cosine;
        texts++;
    }

    Comparison result() {
        return new Comparison(name, against, texts, maxDifference, minCosine, cosines / texts, worstTokens);
    }
}

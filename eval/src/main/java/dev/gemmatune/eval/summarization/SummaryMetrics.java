package dev.gemmatune.eval.summarization;

import dev.gemmatune.eval.embeddings.PairScores;
import dev.gemmatune.eval.metrics.Correlation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How people's ratings of summaries go with the likeness to human summaries, text by text, as in mteb 2.20.0. */
public final class SummaryMetrics {

    /** The metric by which models are compared. */
    public static final String MAIN_METRIC = "cosine_spearman";

    private static final List<String> NAMES =
            List.of("pearson", "spearman", "cosine_spearman", "cosine_pearson", "dot_pearson", "dot_spearman");

    /**
     * The summaries of one text.
     *
     * @param human embeddings of those that people wrote, {@code [.][E]}, at least one
     * @param machine embeddings of those that were rated, {@code [.][E]}
     * @param ratings one for each of {@code machine}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record RatedText(float[][] human, float[][] machine, double[] ratings) {

        /** Checks the lengths. */
        public RatedText {
            if (machine.length != ratings.length || human.length == 0) {
                throw new IllegalArgumentException("ratings must be as many as machine and human not none, got "
                        + ratings.length + ", " + machine.length + " and " + human.length);
            }
        }

        private double[] closest(Similarity similarity, int dimension) {
            return Arrays.stream(machine)
                    .mapToDouble(summary -> Arrays.stream(human)
                            .mapToDouble(written -> similarity.of(summary, written, dimension))
                            .max()
                            .orElseThrow())
                    .toArray();
        }
    }

    /** A likeness of two vectors. */
    @FunctionalInterface
    private interface Similarity {
        float of(float[] x, float[] y, int dimension);
    }

    private SummaryMetrics() {}

    /**
     * The mean over texts of Pearson's and Spearman's correlation; texts whose ratings or whose likenesses are all the
     * same are left out.
     *
     * @param dimension how many of the first numbers of the vectors are compared
     * @return from names to values; NaN if all texts are left out
     */
    public static Map<String, Double> of(List<RatedText> texts, int dimension) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        ofTexts(texts, dimension)
                .forEach((name, values) -> metrics.put(
                        name,
                        values.values().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(Double.NaN)));
        return metrics;
    }

    /** The same of each text that is not left out, by its number from 1. */
    public static Map<String, Map<String, Double>> ofTexts(List<RatedText> texts, int dimension) {
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        NAMES.forEach(name -> metrics.put(name, new LinkedHashMap<>()));
        for (int i = 0; i < texts.size(); i++) {
            double[] ratings = texts.get(i).ratings();
            double[] cosines = texts.get(i).closest(PairScores::similarity, dimension);
            double[] products = texts.get(i).closest(PairScores::dot, dimension);
            if (isConstant(ratings) || isConstant(cosines) || isConstant(products)) {
                continue;
            }
            double pearson = Correlation.pearson(ratings, cosines);
            double spearman = Correlation.spearman(ratings, cosines);
            double[] values = {
                pearson,
                spearman,
                spearman,
                pearson,
                Correlation.pearson(ratings, products),
                Correlation.spearman(ratings, products)
            };
            for (int k = 0; k < values.length; k++) {
                metrics.get(NAMES.get(k)).put(String.valueOf(i + 1), values[k]);
            }
        }
        return metrics;
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).distinct().count() < 2;
    }
}

package dev.gemmatune.eval.classification;

import java.util.Arrays;

/**
 * Multinomial logistic regression with an L2 penalty on the weights but not on the intercepts, fitted as scikit-learn
 * 1.9.1's {@code LogisticRegression(max_iter=100)} fits it: C = 1, L-BFGS from zero until no derivative of the mean
 * loss is above 1e-4. With two classes there is one row of weights and a logistic function.
 */
public final class LogisticRegression {

    private static final double TOLERANCE = 1e-4;
    private static final int ITERATIONS = 100;

    private final double[] weights;
    private final int classes;
    private final int dimension;
    private final int iterations;

    private LogisticRegression(double[] weights, int classes, int dimension, int iterations) {
        this.weights = weights;
        this.classes = classes;
        this.dimension = dimension;
        this.iterations = iterations;
    }

    /**
     * Fits a model. Cost: rows × classes × dimension for each of up to about 100 steps.
     *
     * @param vectors {@code [rows][E]}
     * @param labels from 0 to {@code classes - 1}, one for each row
     * @param classes at least 2
     */
    public static LogisticRegression fit(float[][] vectors, int[] labels, int classes) {
        if (vectors.length != labels.length || vectors.length == 0) {
            throw new IllegalArgumentException(
                    "labels must be as many as vectors and not none, got " + labels.length + " and " + vectors.length);
        }
        if (classes < 2) {
            throw new IllegalArgumentException("classes must be >= 2, got " + classes);
        }
        int dimension = vectors[0].length;
        int rows = classes == 2 ? 1 : classes;
        MeanLoss loss = new MeanLoss(vectors, labels, rows, dimension);
        LimitedMemoryBfgs.Minimum minimum =
                new LimitedMemoryBfgs(loss, TOLERANCE, ITERATIONS).from(new double[rows * (dimension + 1)]);
        return new LogisticRegression(minimum.point(), classes, dimension, minimum.iterations());
    }

    /** The class of largest score; of equal scores the first. */
    public int predict(float[] vector) {
        double[] scores = scores(weights, vector);
        if (classes == 2) {
            return scores[0] > 0 ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (scores[k] > scores[best]) {
                best = k;
            }
        }
        return best;
    }

    /** The classes of many vectors. */
    public int[] predict(float[][] vectors) {
        int[] predicted = new int[vectors.length];
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = predict(vectors[i]);
        }
        return predicted;
    }

    /** The weight of a feature in the score of a class; with two classes there is only class 0's row. */
    double weight(int row, int feature) {
        return weights[row * (dimension + 1) + feature];
    }

    double intercept(int row) {
        return weight(row, dimension);
    }

    int iterations() {
        return iterations;
    }

    /** The score of each row of weights: a dot product, plus the intercept behind the weights. */
    private static double[] scores(double[] weights, float[] vector) {
        double[] scores = new double[weights.length / (vector.length + 1)];
        int offset = 0;
        for (int row = 0; row < scores.length; row++) {
            double sum = weights[offset + vector.length];
            for (int i = 0; i < vector.length; i++) {
                sum += weights[offset + i] * vector[i];
            }
            scores[row] = sum;
            offset += vector.length + 1;
        }
        return scores;
    }

    /** The mean cross-entropy with the penalty. */
    @SuppressWarnings("ArrayRecordComponent")
    private record MeanLoss(float[][] vectors, int[] labels, int rows, int dimension)
            implements DifferentiableFunction {

        @Override
        public double at(double[] point, double[] gradient) {
            Arrays.fill(gradient, 0);
            double loss = 0;
            for (int i = 0; i < vectors.length; i++) {
                double[] scores = scores(point, vectors[i]);
                loss += rows == 1 ? binary(scores, labels[i]) : multinomial(scores, labels[i]);
                addGradient(scores, vectors[i], gradient);
            }
            double penalty = 0;
            for (int row = 0; row < rows; row++) {
                int offset = row * (dimension + 1);
                for (int i = offset; i < offset + dimension; i++) {
                    penalty += point[i] * point[i];
                    gradient[i] += point[i];
                }
            }
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= vectors.length;
            }
            return (loss + penalty / 2) / vectors.length;
        }

        private void addGradient(double[] residuals, float[] vector, double[] gradient) {
            for (int row = 0; row < rows; row++) {
                int offset = row * (dimension + 1);
                for (int i = 0; i < dimension; i++) {
                    gradient[offset + i] += residuals[row] * vector[i];
                }
                gradient[offset + dimension] += residuals[row];
            }
        }

        /** The loss of a row; the score becomes the probability less the truth. */
        private static double binary(double[] scores, int label) {
            double score = scores[0];
            scores[0] = 1 / (1 + Math.exp(-score)) - label;
            return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score;
        }

        /** The loss of a row; the scores become the probabilities less the truth. */
        private static double multinomial(double[] scores, int label) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double score : scores) {
                largest = Math.max(largest, score);
            }
            double sum = 0;
            double ofLabel = scores[label] - largest;
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Math.exp(scores[k] - largest);
                sum += scores[k];
            }
            for (int k = 0; k < scores.length; k++) {
                scores[k] /= sum;
            }
            scores[label] -= 1;
            return Math.log(sum) - ofLabel;
        }
    }
}

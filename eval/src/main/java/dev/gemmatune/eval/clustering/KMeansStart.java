package dev.gemmatune.eval.clustering;

import dev.gemmatune.eval.random.RandomState;
import java.util.Arrays;

/**
 * The first centres of k-means: k-means++ (Arthur and Vassilvitskii 2007) with {@code 2 + ln k} candidates for each
 * centre, drawn and compared as scikit-learn 1.9.1's {@code kmeans_plusplus} does.
 */
final class KMeansStart {

    private final float[][] vectors;
    private final RandomState random;

    KMeansStart(float[][] vectors, RandomState random) {
        this.vectors = vectors;
        this.random = random;
    }

    /** Copies of {@code count} of the vectors, far from each other. */
    float[][] centres(int count) {
        int candidates = 2 + (int) Math.log(count);
        double[] equal = new double[vectors.length];
        Arrays.fill(equal, 1f / vectors.length);
        float[][] centres = new float[count][];
        int first = random.choice(equal, 1)[0];
        centres[0] = vectors[first].clone();
        float[] closest = distances(vectors[first]);
        double potential = sum(closest);
        for (int c = 1; c < count; c++) {
            int best = -1;
            float[] bestDistances = closest;
            double bestPotential = Double.POSITIVE_INFINITY;
            for (int candidate : candidates(closest, potential, candidates)) {
                float[] distances = distances(vectors[candidate]);
                for (int i = 0; i < distances.length; i++) {
                    distances[i] = Math.min(distances[i], closest[i]);
                }
                double candidatePotential = sum(distances);
                if (candidatePotential < bestPotential) {
                    best = candidate;
                    bestDistances = distances;
                    bestPotential = candidatePotential;
                }
            }
            centres[c] = vectors[best].clone();
            closest = bestDistances;
            potential = bestPotential;
        }
        return centres;
    }

    /** Vectors with a probability proportional to their squared distance from the nearest centre. */
    private int[] candidates(float[] closest, double potential, int count) {
        double[] cumulated = new double[closest.length];
        double sum = 0;
        for (int i = 0; i < closest.length; i++) {
            sum += closest[i];
            cumulated[i] = sum;
        }
        int[] chosen = new int[count];
        double[] numbers = random.random(count);
        for (int i = 0; i < count; i++) {
            chosen[i] = Math.min(firstNotBelow(cumulated, numbers[i] * potential), closest.length - 1);
        }
        return chosen;
    }

    private static int firstNotBelow(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Squared, computed in float64 and rounded to float32, as scikit-learn does with vectors of float32. */
    private float[] distances(float[] from) {
        double norm = dot(from, from);
        float[] distances = new float[vectors.length];
        for (int i = 0; i < distances.length; i++) {
            float[] vector = vectors[i];
            double distance = vector == from ? 0 : norm - 2 * dot(from, vector) + dot(vector, vector);
            distances[i] = Math.max(0f, (float) distance);
        }
        return distances;
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
